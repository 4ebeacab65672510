using System.Net;
using LoadBalancer.Dashboard.Security;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Dashboard.Security;

public sealed class FailedAttemptsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FailedAttempts _attempts;

    public FailedAttemptsTests() => _attempts = new(_time);

    [Fact]
    public void WaitOf_OneLessThanTooMany_IsNone()
    {
        Fail("10.0.0.1", FailedAttempts.Most - 1);

        Assert.Null(_attempts.WaitOf(IPAddress.Parse("10.0.0.1")));
    }

    [Fact]
    public void WaitOf_TooMany_LastsUntilTheWindowEnds()
    {
        Fail("10.0.0.1", FailedAttempts.Most);
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(FailedAttempts.Window - TimeSpan.FromSeconds(20), _attempts.WaitOf(IPAddress.Parse("10.0.0.1")));
        Assert.Null(_attempts.WaitOf(IPAddress.Parse("10.0.0.2")));

        _time.Advance(FailedAttempts.Window);
        Assert.Null(_attempts.WaitOf(IPAddress.Parse("10.0.0.1")));
        Fail("10.0.0.1", 1);
        Assert.Null(_attempts.WaitOf(IPAddress.Parse("10.0.0.1")));
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1", true)]
    public void WaitOf_OtherAddress_CountsByNetwork(string failing, string asking, bool isLimited)
    {
        Fail(failing, FailedAttempts.Most);

        Assert.Equal(isLimited, _attempts.WaitOf(IPAddress.Parse(asking)) is not null);
    }

    [Fact]
    public void Add_MoreClientsThanThereIsRoomFor_ForgetsTheOldest()
    {
        Fail("10.0.0.1", FailedAttempts.Most);
        for (var i = 0; i < 10_000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            _attempts.Add(new IPAddress([11, 0, (byte)(i >> 8), (byte)i]));
        }

        Assert.Null(_attempts.WaitOf(IPAddress.Parse("10.0.0.1")));
    }

    private void Fail(string address, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _attempts.Add(IPAddress.Parse(address));
        }
    }
}
