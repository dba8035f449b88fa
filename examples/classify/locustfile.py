"""Users who ask for the species of an iris, one after the other.

    locust --headless --users 10 --spawn-rate 10 --run-time 1m --csv run --csv-full-history --html run.html --host http://127.0.0.1:4566/_apis/example-classify
"""
import random

from locust import HttpUser, between, task

SPECIES = {0: [5.1, 3.5, 1.4, 0.2], 1: [5.5, 2.4, 3.8, 1.1], 2: [6.3, 3.3, 6.0, 2.5]}


class Botanist(HttpUser):
    wait_time = between(0.01, 0.1)

    @task
    def predict(self):
        species, flower = random.choice(list(SPECIES.items()))
        with self.client.post("/predict", json={"values": [flower]}, catch_response=True) as response:
            if response.status_code != 200 or response.json() != {"prediction": [species]}:
                response.failure(f"{response.status_code} {response.text}")
