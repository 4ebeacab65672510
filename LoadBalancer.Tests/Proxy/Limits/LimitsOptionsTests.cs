using LoadBalancer.Proxy.Limits;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Limits;

public sealed class LimitsOptionsTests
{
    [Fact]
    public void Rules_Defaults_FindNothing() => Assert.Empty(Find(new()));

    [Fact]
    public void Rules_EverythingBad_FindAllOfItByKeyValueAndWhatIsAllowed()
    {
        var failures = Find(new()
        {
            HeaderCount = 0,
            HeadBytes = 2_000,
            TargetBytes = 1_000,
            BodyBytes = -1,
            HeadTimeout = TimeSpan.Zero,
            BodyRate = -1,
            ResponseRate = -1,
            RateGrace = TimeSpan.FromSeconds(1),
            IdleTimeout = TimeSpan.Zero,
            RequestTimeout = TimeSpan.FromMilliseconds(99),
            Connections = -1,
            ConnectionsPerClient = 10_000_001,
            RequestRate = double.NaN,
            RequestBurst = 1_000_001,
            Http2 = new() { Streams = 0, HeaderTableBytes = -1, FrameBytes = 16_383, Resets = -1 },
            Overload = new() { Memory = 0.49, QueueDelay = TimeSpan.FromMilliseconds(9), Requests = -1, RetryAfter = TimeSpan.Zero },
        });

        Assert.Equal(
            [
                "Gateway:Limits:HeaderCount: 0 is not allowed: it must be 1 to 1000.",
                "Gateway:Limits:HeadBytes: 2000 is not allowed: it must be 2048 to 1048576.",
                "Gateway:Limits:TargetBytes: 1000 is not allowed: it must be 1024 to 65536.",
                "Gateway:Limits:BodyBytes: -1 is not allowed: it must be 0 (off) or 1 to 1125899906842624.",
                "Gateway:Limits:HeadTimeout: 00:00:00 is not allowed: it must be 00:00:00.1000000 to 00:05:00 "
                + "(days.hours:minutes:seconds).",
                "Gateway:Limits:BodyRate: -1 is not allowed: it must be 0 (off) or 1 to 1073741824.",
                "Gateway:Limits:ResponseRate: -1 is not allowed: it must be 0 (off) or 1 to 1073741824.",
                "Gateway:Limits:RateGrace: 00:00:01 is not allowed: it must be more than 00:00:01, to 00:05:00 "
                    + "(days.hours:minutes:seconds).",
                "Gateway:Limits:IdleTimeout: 00:00:00 is not allowed: it must be 00:00:01 to 01:00:00 (days.hours:minutes:seconds).",
                "Gateway:Limits:RequestTimeout: 00:00:00.0990000 is not allowed: it must be 0 (off) or 00:00:00.1000000 to 1.00:00:00 "
                + "(days.hours:minutes:seconds).",
                "Gateway:Limits:Connections: -1 is not allowed: it must be 0 (off) or 1 to 10000000.",
                "Gateway:Limits:ConnectionsPerClient: 10000001 is not allowed: it must be 0 (off) or 1 to 10000000.",
                "Gateway:Limits:RequestRate: NaN is not allowed: it must be 0 (off) or 0.001 to 1000000.",
                "Gateway:Limits:RequestBurst: 1000001 is not allowed: it must be 0 to 1000000.",
                "Gateway:Limits:Http2:Streams: 0 is not allowed: it must be 1 to 1000.",
                "Gateway:Limits:Http2:HeaderTableBytes: -1 is not allowed: it must be 0 to 65536.",
                "Gateway:Limits:Http2:FrameBytes: 16383 is not allowed: it must be 16384 to 1048576.",
                "Gateway:Limits:Http2:Resets: -1 is not allowed: it must be 0 (off) or 1 to 100000.",
                "Gateway:Limits:Overload:Memory: 0.49 is not allowed: it must be 0 (off) or 0.5 to 1.",
                "Gateway:Limits:Overload:QueueDelay: 00:00:00.0090000 is not allowed: it must be 0 (off) or 00:00:00.0100000 to 00:01:00 "
                + "(days.hours:minutes:seconds).",
                "Gateway:Limits:Overload:Requests: -1 is not allowed: it must be 0 (off) or 1 to 10000000.",
                "Gateway:Limits:Overload:RetryAfter: 00:00:00 is not allowed: it must be 00:00:01 to 01:00:00 "
                    + "(days.hours:minutes:seconds).",
                "Gateway:Limits:HeadBytes: 2000 is not allowed: it must be at least 1024 more than Gateway:Limits:TargetBytes (1000).",
            ],
            failures);
    }

    [Fact]
    public void Rules_AtTheEndsOfTheRanges_FindNothing()
    {
        Assert.Empty(Find(new()
        {
            HeaderCount = 1,
            HeadBytes = 2_048,
            TargetBytes = 1_024,
            BodyBytes = 1,
            HeadTimeout = TimeSpan.FromMilliseconds(100),
            BodyRate = 0,
            ResponseRate = 0,
            RateGrace = TimeSpan.FromSeconds(1) + TimeSpan.FromTicks(1),
            IdleTimeout = TimeSpan.FromSeconds(1),
            RequestTimeout = TimeSpan.FromMilliseconds(100),
            Connections = 0,
            ConnectionsPerClient = 0,
            RequestRate = 0.001,
            RequestBurst = 1,
            Http2 = new() { Streams = 1, HeaderTableBytes = 0, FrameBytes = 16_384, Resets = 0 },
            Overload = new() { Memory = 0, QueueDelay = TimeSpan.Zero, Requests = 0 },
        }));
        Assert.Empty(Find(new()
        {
            HeaderCount = 1_000,
            HeadBytes = 1_048_576,
            TargetBytes = 65_536,
            BodyBytes = 1L << 50,
            HeadTimeout = TimeSpan.FromMinutes(5),
            BodyRate = 1 << 30,
            ResponseRate = 1 << 30,
            RateGrace = TimeSpan.FromMinutes(5),
            IdleTimeout = TimeSpan.FromHours(1),
            RequestTimeout = TimeSpan.FromDays(1),
            Connections = 10_000_000,
            ConnectionsPerClient = 10_000_000,
            RequestRate = 1_000_000,
            RequestBurst = 1_000_000,
            Http2 = new() { Streams = 1_000, HeaderTableBytes = 65_536, FrameBytes = 1_048_576, Resets = 100_000 },
            Overload = new()
            {
                Memory = 1,
                QueueDelay = TimeSpan.FromMinutes(1),
                Requests = 10_000_000,
                RetryAfter = TimeSpan.FromHours(1),
            },
        }));
    }

    [Theory]
    [InlineData(0.001, 0, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1.5, 0, 2)]
    [InlineData(100, 0, 100)]
    [InlineData(100, 7, 7)]
    public void ToBurst_Unset_IsASecondsWorth(double rate, int burst, int expected) =>
        Assert.Equal(expected, new LimitsOptions { RequestRate = rate, RequestBurst = burst }.ToBurst());

    private static string[] Find(LimitsOptions options) => OptionRules.Find(new LimitsOptions.Rules(), LimitsOptions.Section, options);
}
