"""Parts keep their order, are not taken in without bound, and one dead worker costs no other document."""

from side_by_side import parts

from dragoman.fanout.jobs import Job, Jobs
from dragoman.pipeline import CodedPart


def ids(jobs: Jobs) -> list[str]:
    return [doc_id for part in jobs.finished() for doc_id in part.doc_ids]


def coded(job: Job) -> CodedPart:
    return CodedPart(doc_ids=tuple(doc.doc_id for doc, _ in job.part))


def take(jobs: Jobs, n: int) -> list[Job]:
    taken = []
    for _ in range(n):
        assert jobs.take_in()
        job = jobs.next()
        assert job is not None
        taken.append(job)
    return taken


def test_results_come_back_in_the_order_of_the_parts() -> None:
    jobs = Jobs(parts(6), most_open=9)
    first, second, third = take(jobs, 3)
    jobs.done(third, coded(third))
    assert ids(jobs) == []
    jobs.done(first, coded(first))
    assert ids(jobs) == ["d0", "d1"]
    jobs.done(second, coded(second))
    assert ids(jobs) == ["d2", "d3", "d4", "d5"]
    assert not jobs.take_in()
    assert jobs.is_done()


def test_no_more_parts_are_taken_in_than_the_bound_allows_until_the_oldest_is_given_back() -> None:
    source = parts(20)
    jobs = Jobs(source, most_open=3)
    first, *_ = take(jobs, 3)
    assert not jobs.take_in()
    jobs.done(first, coded(first))
    assert ids(jobs) == ["d0", "d1"]
    assert jobs.take_in()


def test_documents_of_a_dead_worker_are_read_again_one_by_one_before_anything_else() -> None:
    jobs = Jobs(parts(4), most_open=9)
    first, second = take(jobs, 2)
    jobs.done(second, coded(second))
    assert "2 documents are read again" in jobs.died(first, "its worker was killed")
    one, two = jobs.next(), jobs.next()
    assert one is not None
    assert two is not None
    assert [len(one.part), len(two.part)] == [1, 1]
    jobs.done(two, coded(two))
    assert ids(jobs) == []
    jobs.done(one, coded(one))
    assert ids(jobs) == ["d0", "d1", "d2", "d3"]


def test_a_document_over_which_two_workers_died_gets_a_receipt_and_the_rest_goes_on() -> None:
    jobs = Jobs(parts(2), most_open=9)
    (part,) = take(jobs, 1)
    jobs.died(part, "its worker was killed")
    one, two = jobs.next(), jobs.next()
    assert one is not None
    assert two is not None
    jobs.done(two, coded(two))
    assert "left out" in jobs.died(one, "its worker was killed")
    failed, kept = list(jobs.finished())
    assert kept.doc_ids == ("d1",)
    (receipt,) = failed.failures
    assert (receipt.source, receipt.outcome, receipt.detail) == ("text 0", "failed", "its worker was killed, twice")
