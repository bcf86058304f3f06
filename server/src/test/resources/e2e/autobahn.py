# Runs Autobahn's fuzzing client by Jython: autobahn.py <directory of the suite> <specification>
import sys

suite, specification = sys.argv[1:3]
sys.path.insert(0, suite)

from autobahntestsuite import wstest

sys.argv = ["wstest", "-m", "fuzzingclient", "-s", specification]
wstest.run()
