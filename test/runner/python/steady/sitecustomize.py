"""On the path of compared runs: what would be chance is the same in both."""

import random

random.choice = lambda items: items[0]
