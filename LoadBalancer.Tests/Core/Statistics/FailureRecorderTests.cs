using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Statistics;

public sealed class FailureRecorderTests
{
    [Fact]
    public void Take_AfterFailures_HasEachCauseOnce()
    {
        var recorder = new FailureRecorder();
        recorder.Record(FailureCause.HttpResponseTimeout);
        recorder.Record(FailureCause.ConnectionRefused);
        recorder.Record(FailureCause.HttpResponseTimeout);

        Assert.Equal([new("connection_refused", 1), new("http_response_timeout", 2)], recorder.Take().AsEnumerable());
        Assert.Empty(recorder.Take());
    }

    [Fact]
    public void Record_OfManyThreads_LosesNothing()
    {
        var recorder = new FailureRecorder();
        var taken = new List<CauseCount>();
        var recording = Parallel.ForAsync(0, 8, (_, _) =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                recorder.Record(FailureCause.ConnectionRefused);
            }

            return ValueTask.CompletedTask;
        });
        while (!recording.IsCompleted)
        {
            taken.AddRange(recorder.Take());
        }

        taken.AddRange(recorder.Take());
        Assert.Equal([new("connection_refused", 80_000)], CauseCount.Sum(taken));
    }

    [Fact]
    public void Record_AfterTheFirstFailure_AllocatesNothing()
    {
        var recorder = new FailureRecorder();

        Assert.Equal(0, Allocations.Of(() => recorder.Record(FailureCause.DnsError)));
    }
}
