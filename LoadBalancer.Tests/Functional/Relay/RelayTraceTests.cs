using System.Collections.Concurrent;
using System.Diagnostics;
using LoadBalancer.Proxy.Telemetry.Tracing;
using LoadBalancer.ServiceDefaults.Telemetry;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>Tests each span of relayed requests.</summary>
public sealed class RelayTraceTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string Parent = $"00-{TraceId}-b7ad6b7169203331-01";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _path = $"/traced/{Guid.NewGuid():N}";
    private readonly ConcurrentQueue<(string Name, string? Value)> _seen = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spans_OwnerRefuses_AreTwoAttemptsBelowTheRequest()
    {
        using var listener = new SpanListener(GatewaySource.Name, _path);
        using var dead = new DeadPort();
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddServerAsync("alive", KeepFields);
        await cluster.ApplyAsync(Changes.Join("dead", url: dead.Url));

        await SendAsync(cluster, await cluster.KeyForAsync("dead", "alive"), ("traceparent", Parent));

        var (first, second, request) = await ThreeAsync(listener);
        Assert.Equal((request.SpanId, request.SpanId), (first.ParentSpanId, second.ParentSpanId));
        Assert.Equal(
            ("dead", "Owner", "connection_refused", ActivityStatusCode.Error),
            (first.GetTagItem(TraceTags.Server), first.GetTagItem(TraceTags.Reason), first.GetTagItem(TraceTags.Error), first.Status));
        Assert.Equal(("alive", 1, 200, ActivityStatusCode.Unset), (second.GetTagItem(
            TraceTags.Server), second.GetTagItem(TraceTags.ResendCount), second.GetTagItem(TraceTags.Status), second.Status));
        Assert.Equal(("alive", 2, 200, ActivityStatusCode.Unset), (request.GetTagItem(
            TraceTags.Server), request.GetTagItem(TraceTags.Tries), request.GetTagItem(TraceTags.Status), request.Status));
        var failure = Assert.Single(request.Events);
        Assert.Equal(
            (TraceTags.TryFailed, "dead", "NotReached", "connection_refused"),
            (failure.Name, TagOf(TraceTags.Server), TagOf(TraceTags.Outcome), TagOf(TraceTags.Error)));
        Assert.Equal($"00-{TraceId}-{second.SpanId}-01", Assert.Single(Seen("traceparent")));

        object? TagOf(string name) => failure.Tags.First(tag => string.Equals(tag.Key, name, StringComparison.Ordinal)).Value;
    }

    [Theory]
    [InlineData(Parent, Parent)]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", null)]
    [InlineData("nonsense", null)]
    public async Task Spans_InvalidParent_StartATrace(string parent, string? another)
    {
        using var listener = new SpanListener(GatewaySource.Name, _path);
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddServerAsync("s1", KeepFields);

        await SendAsync(
            cluster,
            "key",
            [("traceparent", parent), ("tracestate", "lost=1"), .. another is null ? [] : new[] { ("Traceparent", another) }]);

        await Eventually.TrueAsync("both spans have ended", () => listener.Spans.Count == 2, Patience);
        var (sending, request) = (listener.Spans[0], listener.Spans[1]);
        Assert.Null(request.ParentId);
        Assert.NotEqual(TraceId, request.TraceId.ToString());
        Assert.Equal(sending.Id, Assert.Single(Seen("traceparent")));
        Assert.Empty(Seen("tracestate"));
    }

    [Fact]
    public async Task Fields_NoListener_PassUnchanged()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddServerAsync("s1", KeepFields);

        await SendAsync(cluster, "key", ("TraceParent", Parent), ("tracestate", "a=1,b=2"), ("tracestate", "c=3"), ("baggage", "k=v"));

        Assert.Equal([Parent], Seen("traceparent"));
        Assert.Equal(["a=1,b=2", "c=3"], Seen("tracestate"));
        Assert.Equal(["k=v"], Seen("baggage"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fields_TraceIsDropped_PassUnchanged(bool isKnownBeforehand)
    {
        using var listener = DropAll();
        await using var cluster = await StartAsync(isKnownBeforehand);
        await cluster.AddServerAsync("s1", KeepFields);

        await SendAsync(cluster, "key", ("TraceParent", Parent), ("tracestate", "a=1,b=2"), ("tracestate", "c=3"), ("baggage", "k=v"));

        Assert.Equal([Parent], Seen("traceparent"));
        Assert.Equal(["a=1,b=2", "c=3"], Seen("tracestate"));
        Assert.Equal(["k=v"], Seen("baggage"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fields_NewTraceIsDropped_AreMarkedNotSampled(bool isKnownBeforehand)
    {
        using var listener = DropAll();
        await using var cluster = await StartAsync(isKnownBeforehand);
        await cluster.AddServerAsync("s1", KeepFields);

        await SendAsync(cluster, "key", ("tracestate", "orphan=1"));

        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-00$", Assert.Single(Seen("traceparent")));
        Assert.Empty(Seen("tracestate"));
    }

    [Fact]
    public async Task Fields_NewTraceIsDroppedWithTwoAttempts_AreTheSame()
    {
        using var listener = DropAll();
        await using var cluster = await StartAsync(isKnownBeforehand: true);
        await cluster.AddServerAsync("s1", KeepFieldsAndFail);
        await cluster.AddServerAsync("s2", KeepFieldsAndFail);

        await SendAsync(cluster, "key");

        Assert.Equal(2, Seen("traceparent").Count());
        Assert.Single(Seen("traceparent").Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Spans_CallerDoesNotRecord_AreNotCreated()
    {
        using var listener = new SpanListener(GatewaySource.Name, _path);
        await using var cluster = await TestCluster.StartAsync(
            services => services.AddSingleton(new TraceSampling(new(1_000, TimeProvider.System))));
        await cluster.AddServerAsync("s1", KeepFields);
        var unsampled = $"{Parent[..^1]}0";

        await SendAsync(cluster, "key", ("traceparent", unsampled));
        Assert.Equal([unsampled], Seen("traceparent"));
        Assert.Empty(listener.Spans);

        await SendAsync(cluster, "key", ("traceparent", Parent));
        await Eventually.TrueAsync("both spans have ended", () => listener.Spans.Count == 2, Patience);
    }

    [Fact]
    public async Task Span_NoServer_IsAFailure()
    {
        using var listener = new SpanListener(GatewaySource.Name, _path);
        await using var cluster = await TestCluster.StartAsync();

        await SendAsync(cluster, "key");

        await Eventually.TrueAsync("the span has ended", () => listener.Spans.Count == 1, Patience);
        var request = Assert.Single(listener.Spans);
        Assert.Equal(
            (503, "503", ActivityStatusCode.Error),
            (request.GetTagItem(TraceTags.Status), request.GetTagItem(TraceTags.Error), request.Status));
        Assert.Null(request.GetTagItem(TraceTags.Server));
    }

    [Fact]
    public async Task Span_UnknownMethod_HasTheGenericName()
    {
        using var listener = new SpanListener(GatewaySource.Name, _path);
        await using var cluster = await TestCluster.StartWithServersAsync(1);

        using (await cluster.Gateway.SendAsync(new("BREW"), _path, "key", content: null, Token))
        {
            await Eventually.TrueAsync("both spans have ended", () => listener.Spans.Count == 2, Patience);
        }

        Assert.All(listener.Spans, span => Assert.Equal(("HTTP", "_OTHER"), (span.DisplayName, span.GetTagItem(TraceTags.Method))));
        Assert.Equal("BREW", listener.Spans[1].GetTagItem(TraceTags.OriginalMethod));
    }

    private static async Task<(Activity First, Activity Second, Activity Third)> ThreeAsync(SpanListener listener)
    {
        await Eventually.TrueAsync("three spans have ended", () => listener.Spans.Count == 3, Patience);
        return (listener.Spans[0], listener.Spans[1], listener.Spans[2]);
    }

    private async Task SendAsync(TestCluster cluster, string key, params (string Name, string Value)[] fields)
    {
        await using var connection = await cluster.Gateway.ConnectAsync(Token);
        var lines = string.Concat(fields.Select(field => $"{field.Name}: {field.Value}\r\n"));
        await connection.WriteTextAsync(
            $"GET {_path} HTTP/1.1\r\nHost: example.org\r\n{GatewayHost.KeyHeader}: {key}\r\n{lines}Connection: close\r\n\r\n", Token);
        Assert.StartsWith("HTTP/1.1 ", await connection.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    private IEnumerable<string?> Seen(string name) =>
        _seen.Where(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    /// <summary>
    /// Acts as the provider of a sampler that drops a trace where it enters the process: the span is created but not recorded.
    /// </summary>
    private ActivityListener DropAll()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => string.Equals(source.Name, GatewaySource.Name, StringComparison.Ordinal),
            Sample = (ref options) => options.Tags?.Any(tag => tag.Key is TraceTags.Path
                && string.Equals(tag.Value as string, _path, StringComparison.Ordinal)) == true
                ? ActivitySamplingResult.PropagationData
                : ActivitySamplingResult.None,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static Task<TestCluster> StartAsync(bool isKnownBeforehand) => isKnownBeforehand
        ? TestCluster.StartAsync(services => services.AddSingleton(new TraceSampling(new(0, TimeProvider.System))))
        : TestCluster.StartAsync();

    private Task KeepFieldsAndFail(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return KeepFields(context);
    }

    private Task KeepFields(HttpContext context)
    {
        foreach (var (name, values) in context.Request.Headers)
        {
            foreach (var value in values)
            {
                _seen.Enqueue((name, value));
            }
        }

        return Task.CompletedTask;
    }
}
