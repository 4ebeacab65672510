using LoadBalancer.Core.Statistics;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Core.Statistics;

public sealed class ResponseRecorderTests
{
    [Theory]
    [InlineData(101, 1, 0, 0, 0, 0)]
    [InlineData(200, 0, 1, 0, 0, 0)]
    [InlineData(299, 0, 1, 0, 0, 0)]
    [InlineData(304, 0, 0, 1, 0, 0)]
    [InlineData(400, 0, 0, 0, 1, 0)]
    [InlineData(499, 0, 0, 0, 1, 0)]
    [InlineData(500, 0, 0, 0, 0, 1)]
    [InlineData(599, 0, 0, 0, 0, 1)]
    [InlineData(600, 0, 0, 0, 0, 1)]
    [InlineData(999, 0, 0, 0, 0, 1)]
    [InlineData(0, 0, 0, 0, 0, 1)]
    public void Record_Status_CountsItsClassForItsSource(
        int status, int informational, int successful, int redirection, int clientErrors, int serverErrors)
    {
        var expected = new StatusClasses(informational, successful, redirection, clientErrors, serverErrors);
        var recorder = new ResponseRecorder();

        recorder.Record(status, isGateways: false);
        Assert.Equal(new ResponseCounts(expected, default, ClientsLeft: 0), recorder.Take());

        recorder.Record(status, isGateways: true);
        Assert.Equal(new ResponseCounts(default, expected, ClientsLeft: 0), recorder.Take());
    }

    [Fact]
    public void Take_AfterRecording_IsWhatHappenedAndThenNothing()
    {
        var recorder = new ResponseRecorder();
        recorder.Record(200, isGateways: false);
        recorder.Record(200, isGateways: false);
        recorder.Record(502, isGateways: true);
        recorder.RecordClientLeft();

        var taken = recorder.Take();

        Assert.Equal((2, 1, 1, 3), (taken.FromServers.Successful, taken.FromGateway.ServerErrors, taken.ClientsLeft, taken.All.Total));
        Assert.Equal(default, recorder.Take());
    }

    [Fact]
    public void Sum_OfSeveral_AddsEachNumber()
    {
        var one = new ResponseCounts(new(1, 2, 3, 4, 5), new(6, 7, 8, 9, 10), ClientsLeft: 11);
        var ten = new ResponseCounts(new(10, 20, 30, 40, 50), new(60, 70, 80, 90, 100), ClientsLeft: 110);

        Assert.Equal(
            new ResponseCounts(new(11, 22, 33, 44, 55), new(66, 77, 88, 99, 110), ClientsLeft: 121), ResponseCounts.Sum([one, ten]));
        Assert.Equal(default, ResponseCounts.Sum([]));
    }

    [Fact]
    public void Record_AnyResponse_AllocatesNothing()
    {
        var recorder = new ResponseRecorder();

        Assert.Equal(0, Allocations.Of(() =>
        {
            recorder.Record(200, isGateways: false);
            recorder.RecordClientLeft();
        }));
    }
}
