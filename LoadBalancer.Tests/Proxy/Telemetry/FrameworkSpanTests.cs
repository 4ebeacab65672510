using System.Diagnostics;
using System.Text;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Telemetry.Tracing;

namespace LoadBalancer.Tests.Proxy.Telemetry;

/// <summary>Tests the spans of requests that the framework has received, whose span is the framework's.</summary>
public sealed class FrameworkSpanTests : IDisposable
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    private readonly Activity _request = new("request");
    private readonly List<Activity> _spans = [];
    private readonly ActivityListener _listener;

    public FrameworkSpanTests()
    {
        _listener = new()
        {
            ShouldListenTo = source => string.Equals(source.Name, GatewaySource.Name, StringComparison.Ordinal),
            Sample = (ref options) => options.Parent.SpanId == _request.SpanId
                ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.None,
            ActivityStopped = _spans.Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _request.Dispose();
    }

    [Fact]
    public void Attempt_OfARecordedSpan_IsItsChild()
    {
        Begin(isRecorded: true);
        var trace = new RelayTrace(HeadOf($"traceparent: {Parent}\r\n"), "http");
        trace.BeginWithin(_request);

        trace.BeginAttempt(Placed());
        var current = trace.Current;
        trace.EndAttempt(Placed(), AttemptOutcome.NoResponse, status: 0, FailureCause.ConnectionTerminated);
        trace.End();

        var attempt = Assert.Single(_spans);
        Assert.Equal((attempt, true), (current.Span, current.ReplacesClients));
        Assert.Equal(
            (_request.SpanId, "GET", "s1", "connection_terminated"),
            (attempt.ParentSpanId, attempt.DisplayName, attempt.GetTagItem(TraceTags.Server), attempt.GetTagItem(TraceTags.Error)));
        Assert.Equal("s1", _request.GetTagItem(TraceTags.Server));
        Assert.Single(_request.Events);
        Assert.False(_request.IsStopped);
    }

    [Theory]
    [InlineData($"traceparent: {Parent}\r\n", false)]
    [InlineData("", true)]
    public void Context_OfASpanThatIsNotRecorded_ReplacesNoneOfTheClients(string field, bool replaces)
    {
        Begin(isRecorded: false);
        var trace = new RelayTrace(HeadOf(field), "http");

        trace.BeginWithin(_request);

        Assert.Equal(replaces, trace.Current.ReplacesClients);
    }

    [Fact]
    public void Context_WithoutASpan_IsTheClients()
    {
        var trace = new RelayTrace(HeadOf(""), "http");

        trace.BeginWithin(span: null);
        trace.BeginAttempt(Placed());

        Assert.False(trace.Current.ReplacesClients);
    }

    private void Begin(bool isRecorded)
    {
        _request.ActivityTraceFlags = isRecorded ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
        _request.IsAllDataRequested = isRecorded;
        _request.Start();
    }

    private static RequestHead HeadOf(string field)
    {
        var scanner = new RequestScanner(isSecure: false, new LimitsOptions().ToHeadLimits());
        scanner.Scan(new(Encoding.ASCII.GetBytes($"GET /path HTTP/1.1\r\nHost: a.test\r\n{field}\r\n")));
        Assert.True(scanner.IsAtHeadEnd);
        return scanner.Head;
    }

    private static Attempts Placed()
    {
        var cluster = ClusterSnapshot.Create(
            new(new("epoch"), 1, [new Server { Id = new("s1"), Url = "http://s1.test" }]), PlacementAlgorithm.Ring);
        var attempts = new Attempts();
        attempts.Begin(new(cluster, Bound: null), hash: 0);
        Assert.True(attempts.MoveNext());
        return attempts;
    }
}
