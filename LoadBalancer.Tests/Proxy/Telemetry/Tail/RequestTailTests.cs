using System.Diagnostics;
using System.Text;
using CsCheck;
using LoadBalancer.Cluster.Tail;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Proxy.Telemetry.RequestLog;

namespace LoadBalancer.Tests.Proxy.Telemetry.Tail;

public sealed class RequestTailTests
{
    private readonly TailParts _parts = new();

    [Fact]
    public void Add_NobodyLooks_QueuesNothing()
    {
        _parts.Add(TailParts.Placed(500));

        Assert.False(_parts.Tail.IsWanted);
        Assert.Empty(_parts.Take());
    }

    [Fact]
    public void Add_SomebodyLooks_HasTheFieldsOfTheLogAndMore()
    {
        _parts.Want("");

        _parts.Add(TailParts.Placed(200), duration: TimeSpan.FromMilliseconds(12));

        var line = Assert.Single(_parts.Take());
        Assert.Equal(
            [
                "time", "client", "method", "target", "server", "reason", "tries", "status", "bytes", "durationMs", "gateway", "key",
                "passes",
            ],
            line.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("/a", "key-1", 12), (
            line.GetProperty("target").GetString(), line.GetProperty("key").GetString(), line.GetProperty("durationMs").GetDouble()));
    }

    [Fact]
    public void Add_SettingsSayOtherwise_HasTheQueryAndNoClient()
    {
        var parts = new TailParts(new() { Query = true, Client = false });
        parts.Want("");

        parts.Add(TailParts.Placed(200));

        var line = Assert.Single(parts.Take());
        Assert.Equal("/a?token=1", line.GetProperty("target").GetString());
        Assert.False(line.TryGetProperty("client", out _));
    }

    [Fact]
    public void Add_AllPassAtAHighRate_StaysWithinTheBound()
    {
        var gate = _parts.Want("");
        var sent = 0;
        for (var second = 0; second < 10; second++)
        {
            for (var i = 0; i < 10_000; i++)
            {
                _parts.Add(TailParts.Placed(i % 2 == 0 ? 200 : 503));
                _parts.Time.Advance(TimeSpan.FromTicks(TimeSpan.TicksPerSecond / 10_000));
                sent += i % 25 == 0 ? _parts.Take().Length : 0;
            }
        }

        // As many again at the start, since nothing was sent before.
        Assert.InRange(sent + _parts.Take().Length, 2 * 10 * TailRules.PerSecond, 2 * 11 * TailRules.PerSecond);
        Assert.Equal(0, _parts.Tail.Dropped);
        Assert.Equal([100_000], gate.TakeSeen());
        Assert.Equal([0], gate.TakeSeen());
    }

    [Fact]
    public void Add_ManyOrdinaryRequests_LeavesRoomForOneThatFails()
    {
        _parts.Want("");
        for (var i = 0; i < 1_000; i++)
        {
            _parts.Add(TailParts.Placed(200));
        }

        _parts.Add(TailParts.Placed(503));

        Assert.Equal(503, _parts.Take()[^1].GetProperty("status").GetInt32());
    }

    [Fact]
    public void Add_MoreBytesThanFit_DropsAndCounts()
    {
        _parts.Want("");
        for (var i = 0; i < 50; i++)
        {
            _parts.Add(TailParts.Placed(i % 2 == 0 ? 200 : 503), target: "/" + new string('\u0001', 999));
        }

        Assert.InRange(_parts.Tail.Dropped, 1, 49);
        Assert.Equal(50 - _parts.Tail.Dropped, _parts.Take().Length);
    }

    [Theory]
    [InlineData("status=5xx", 503, true)]
    [InlineData("status=5xx", 200, false)]
    [InlineData("status=404", 404, true)]
    [InlineData("status=404", 403, false)]
    [InlineData("status=failed", 503, true)]
    [InlineData("status=failed", RequestEnd.ClientLeft, true)]
    [InlineData("status=failed", 404, false)]
    [InlineData("gateway=gateway-1", 200, true)]
    [InlineData("gateway=gateway-2", 200, false)]
    [InlineData("minMs=5", 200, true)]
    [InlineData("minMs=6", 200, false)]
    [InlineData("key=key-1", 200, true)]
    [InlineData("key=key-2", 200, false)]
    public void Add_Filter_PassesOnlyWhatMatches(string filter, int status, bool passes)
    {
        var gate = _parts.Want(filter);

        _parts.Add(TailParts.Placed(status), duration: TimeSpan.FromMilliseconds(5));

        Assert.Equal(passes, _parts.Take().Length == 1);
        Assert.Equal([passes ? 1 : 0], gate.TakeSeen());
    }

    [Fact]
    public void Add_FilterForAServer_PassesRequestsThatItServedOrFailed()
    {
        _parts.Want("server=s1", "server=s2", "status=failed");
        var (first, second) = ("", "");

        _parts.Add(TailParts.Placed(200, happened: attempts =>
        {
            first = attempts.Server.Id.Value;
            attempts.End(FailureCause.ConnectionRefused);
            attempts.MoveNext();
            second = attempts.Server.Id.Value;
            attempts.End(FailureCause.None);
        }));
        _parts.Add(TailParts.Placed(200));
        _parts.Add(new(Attempts: null, 429, IsGateways: true, "http_request_denied", "Too many.", Bytes: 1));

        Assert.NotEqual(first, second);
        var lines = _parts.Take();
        Assert.Equal([0b111, first == "s1" ? 0b1 : 0b10, 0b100], lines.Select(line => line.GetProperty("passes").GetInt32()));
    }

    [Fact]
    public void Add_RetriedRequest_HasItsAttempts()
    {
        _parts.Want("");
        _parts.Add(
            TailParts.Placed(200, happened: attempts =>
            {
                var now = _parts.Time.GetTimestamp();
                attempts.Follow(attempts.Server, now - Ticks(90));
                attempts.Trail!.End(
                    attempts.Server, now - Ticks(40), AttemptOutcome.NotReached, 0,
                    new(FailureCause.ConnectionRefused, "a \"quoted\" detail"));
                attempts.End(FailureCause.ConnectionRefused);
                attempts.MoveNext();
                attempts.Follow(attempts.Server, now - Ticks(30));
                attempts.Trail.End(attempts.Server, now, AttemptOutcome.Responded, 200, FailureCause.None);
                attempts.End(FailureCause.None);
            }),
            duration: TimeSpan.FromMilliseconds(100));

        var attempts = Assert.Single(_parts.Take()).GetProperty("attempts");

        var failed = attempts[0];
        Assert.Equal((10, 50), (failed.GetProperty("startMs").GetDouble(), failed.GetProperty("durationMs").GetDouble()));
        Assert.Equal(
            ("NotReached", "connection_refused", "a \"quoted\" detail"),
            (failed.GetProperty("outcome").GetString(), failed.GetProperty("error").GetString(), failed.GetProperty("detail").GetString()));
        Assert.Equal((70, 200), (attempts[1].GetProperty("startMs").GetDouble(), attempts[1].GetProperty("status").GetInt32()));

        long Ticks(int milliseconds) => milliseconds * _parts.Time.TimestampFrequency / 1_000;
    }

    [Fact]
    public void Add_RecordedTrace_HasItsId()
    {
        _parts.Want("");
        using var recorded = new Activity("request") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        using var dropped = new Activity("request");
        recorded.SetIdFormat(ActivityIdFormat.W3C).Start();
        dropped.SetIdFormat(ActivityIdFormat.W3C).Start();
        dropped.ActivityTraceFlags = ActivityTraceFlags.None;

        _parts.Add(TailParts.Placed(200) with { Span = recorded });
        _parts.Add(TailParts.Placed(200) with { Span = dropped });

        var lines = _parts.Take();
        Assert.Equal(recorded.TraceId.ToHexString(), lines[0].GetProperty("traceId").GetString());
        Assert.False(lines[1].TryGetProperty("traceId", out _));
    }

    [Fact]
    public void Add_KeyTooLong_IsCutAndSaysSo()
    {
        _parts.Want("");
        _parts.Add(TailParts.Placed(200), key: new string('k', 200));

        var line = Assert.Single(_parts.Take());
        Assert.Equal(TailFilter.LongestKey, line.GetProperty("key").GetString()!.Length);
        Assert.True(line.GetProperty("isKeyCut").GetBoolean());
    }

    [Fact]
    public void Add_AnyTargetAndKey_CanBeRead() => Gen.Select(Gen.Byte.Array[0, 2_000], Gen.String[0, 300]).Sample((bytes, key) =>
    {
        var parts = new TailParts(new() { Query = true });
        parts.Want("");
        parts.Add(TailParts.Placed(200), target: Encoding.Latin1.GetString(bytes), key: key);

        var buffer = new byte[64 * 1024];
        var length = parts.Tail.Buffer.Take(buffer, out _);
        var head = new TailBatch { V = TailBatch.Version, Gateway = new("g"), Filters = [""], Seen = [1] };
        Assert.Single(TailCodec.Decode(TailCodec.Encode(head, buffer.AsSpan(0, length)))!.Lines);
    });
}
