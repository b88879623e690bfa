"""A small stand-in for Airflow: what DAG files use, without database, server or scheduler.

Only used when an interpreter has no Airflow, or when it is asked for. `install` puts it where `import airflow` looks.
"""
