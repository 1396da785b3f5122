"""Sends one case with each of Python's libraries: clients.py URL ORIGIN KEY-PREFIX FOLDER. A line for each: name, status."""

import asyncio
import sys

import aiohttp
import httpx
import requests

URL, ORIGIN, PREFIX, FOLDER = sys.argv[1:5]
TEXTS = {
    "case-type": "Request",
    "contact": "visitor@example.com",
    "description": "one\r\ntwo \u00f1",
    "priority": "low",
    "form": "{}",
}


def headers(client):
    return {"Origin": ORIGIN, "Idempotency-Key": f'"{PREFIX}-{client}-key-of-a-request"'}


def files():
    return [
        ("file[]", ("a.pdf", open(f"{FOLDER}/a.pdf", "rb"), "application/pdf")),
        ("file[]", ("b.csv", open(f"{FOLDER}/b.csv", "rb"), "text/csv")),
    ]


def told(client, status, text):
    print(client, status, text if status != 200 else "", flush=True)


answer = requests.post(URL, data=TEXTS, files=files(), headers=headers("requests"))
told("requests", answer.status_code, answer.text)

answer = httpx.post(URL, data=TEXTS, files=files(), headers=headers("httpx"))
told("httpx", answer.status_code, answer.text)


async def with_aiohttp():
    form = aiohttp.FormData()
    for name, value in TEXTS.items():
        form.add_field(name, value)
    for name, (file_name, file, kind) in files():
        form.add_field(name, file, filename=file_name, content_type=kind)
    async with aiohttp.ClientSession() as session:
        async with session.post(URL, data=form, headers=headers("aiohttp")) as answer:
            told("aiohttp", answer.status, await answer.text())


asyncio.run(with_aiohttp())
