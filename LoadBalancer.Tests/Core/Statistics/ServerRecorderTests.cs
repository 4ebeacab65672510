using LoadBalancer.Core.Statistics;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Statistics;

public sealed class ServerRecorderTests
{
    [Fact]
    public void Take_AfterRecording_IsWhatHappenedAndThenNothing()
    {
        var recorder = new ServerRecorder();
        recorder.RecordInFlight(2);
        recorder.RecordInFlight(7);
        recorder.RecordInFlight(3);
        recorder.RecordRetry();
        recorder.RecordSpill();
        recorder.RecordFailure();
        recorder.RecordFailure();
        recorder.RecordLatency(TimeSpan.FromMilliseconds(1));
        recorder.RecordRequest();
        recorder.RecordRequest();
        recorder.RecordResponse(404, isGateways: false);
        recorder.RecordResponse(502, isGateways: true);
        recorder.RecordClientLeft();

        var taken = recorder.Take();

        Assert.Equal(
            (2, 2, 1, 1, 7, 1), (taken.Requests, taken.Failures, taken.Retries, taken.Spills, taken.MaxInFlight, taken.Latency.Count));
        Assert.Equal(new ResponseCounts(new(0, 0, 0, 1, 0), new(0, 0, 0, 0, 1), ClientsLeft: 1), taken.Responses);
        Assert.Same(ServerStatistics.None, recorder.Take());
    }

    [Fact]
    public void Take_AfterOnlyAResponse_HasIt()
    {
        var recorder = new ServerRecorder();
        recorder.RecordResponse(200, isGateways: false);

        Assert.Equal(1, recorder.Take().Responses.FromServers.Successful);
        Assert.Same(ServerStatistics.None, recorder.Take());
    }

    [Fact]
    public void Recordings_OfEveryKind_AllocateNothing()
    {
        var recorder = new ServerRecorder();

        Assert.Equal(0, Allocations.Of(() =>
        {
            recorder.RecordInFlight(3);
            recorder.RecordRetry();
            recorder.RecordSpill();
            recorder.RecordFailure();
            recorder.RecordLatency(TimeSpan.FromMilliseconds(1));
            recorder.RecordRequest();
        }));
    }

    [Fact]
    public void SumOverGateways_OfTwo_AddsEverything()
    {
        var sum = ServerStatistics.SumOverGateways([Statistics(1, inFlight: 5), Statistics(10, inFlight: 7)]);

        Assert.Equal((11, 22, 33, 44, 12, 11), (sum.Requests, sum.Failures, sum.Retries, sum.Spills, sum.MaxInFlight, sum.Latency.Count));
    }

    [Fact]
    public void SumOverIntervals_OfTwo_HasTheHighestLoad()
    {
        var sum = ServerStatistics.SumOverIntervals([Statistics(1, inFlight: 5), Statistics(10, inFlight: 7)]);

        Assert.Equal((11, 22, 33, 44, 7, 11), (sum.Requests, sum.Failures, sum.Retries, sum.Spills, sum.MaxInFlight, sum.Latency.Count));
    }

    [Fact]
    public void Sums_OfNone_AreNothing()
    {
        Assert.Equal(ServerStatistics.None, ServerStatistics.SumOverGateways([]));
        Assert.Equal(ServerStatistics.None, ServerStatistics.SumOverIntervals([]));
    }

    private static ServerStatistics Statistics(int unit, int inFlight) =>
        new(unit, 2 * unit, 3 * unit, 4 * unit, inFlight, LatencyHistogram.Create([new(9, unit)]));
}
