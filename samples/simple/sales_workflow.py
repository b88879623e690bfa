"""The sales pipeline on the simple workflow: extract, transform, load, quality check, notify."""

from simple_workflow import SimpleWorkflow, Task


def extract():
    print("5 rows read")


def transform():
    print("3 products summed up")


def load():
    print("3 rows loaded")


def quality_check():
    print("all amounts are positive")


def notify():
    print("the report is ready")


workflow = SimpleWorkflow("sales")
workflow.add_task(Task("extract", extract))
workflow.add_task(Task("transform", transform))
workflow.add_task(Task("load", load))
workflow.add_task(Task("quality_check", quality_check, retries=2))
workflow.add_task(Task("notify", notify, retries=1))

workflow.set_dependency("extract", "transform")
workflow.set_dependency("transform", "load")
workflow.set_dependency("load", "quality_check")
workflow.set_dependency("quality_check", "notify")

if __name__ == "__main__":
    workflow.run()
