using System.IO.Pipelines;
using LoadBalancer.Http.Headers;
using LoadBalancer.Proxy.Connections;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Connections;

public sealed class GateDeadlineTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(130);
    private static readonly TimeSpan Head = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _pipe = new();
    private readonly GateDeadline _deadline;

    public GateDeadlineTests() => _deadline = new(_pipe.Reader, _time);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Check_AtTheLimit_EndsOnlyWhatHasTakenLonger(long ticks, bool ends)
    {
        _deadline.BeginIdle(Idle);
        _time.Advance(Idle + TimeSpan.FromTicks(ticks));

        _deadline.Check();

        Assert.Equal(ends ? MessageError.None : null, _deadline.Expired);
        Assert.Equal(ends, _pipe.Reader.TryRead(out var read) && read.IsCanceled);
    }

    [Fact]
    public void BeginHead_AtEachPartOfIt_CountsFromTheFirst()
    {
        _deadline.BeginIdle(Idle);
        _time.Advance(TimeSpan.FromSeconds(100));
        for (var i = 0; i < 31; i++)
        {
            _deadline.BeginHead(Head);
            _deadline.Check();
            Assert.Null(_deadline.Expired);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _deadline.BeginHead(Head);
        _deadline.Check();

        Assert.Equal(MessageError.HeadTimeout, _deadline.Expired);
    }

    [Fact]
    public void BeginHead_OfTheNextRequest_CountsAnew()
    {
        _deadline.BeginHead(Head);
        _time.Advance(TimeSpan.FromSeconds(20));
        _deadline.End();
        _time.Advance(TimeSpan.FromSeconds(20));
        _deadline.BeginHead(Head);
        _time.Advance(TimeSpan.FromSeconds(20));

        _deadline.Check();

        Assert.Null(_deadline.Expired);
    }

    [Fact]
    public void Check_AfterTheEnd_EndsNothing()
    {
        _deadline.BeginHead(Head);
        _deadline.End();
        _time.Advance(Idle + Head);

        _deadline.Check();

        Assert.Null(_deadline.Expired);
    }
}
