using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Functional.Messages;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.Http2;

/// <summary>
/// Tests that an HTTP/2 request which is malformed, or exceeds a limit, fails alone: the streams beside it get their responses (RFC 9113
/// §5.4.2, §8.1.1).
/// </summary>
public sealed class Http2StreamErrorTests(Http2ErrorFixture fixture) : IClassFixture<Http2ErrorFixture>
{
    private const int Before = 1;
    private const int Bad = 3;
    private const int After = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>A target beyond its own limit, and one beyond that of the whole head, which is 431 for any other field.</summary>
    private static readonly int[] TooLong = [20_000, 60_000];

    public static TheoryData<string, bool> Malformed =>
        [.. Http2Messages.Rejected.SelectMany(message => new[] { (message.Name, false), (message.Name, true) })];

    public static TheoryData<bool, bool> Ways => [(false, false), (false, true), (true, false), (true, true)];

    public static TheoryData<bool, bool, int> LongTargets =>
        [.. TooLong.SelectMany(length => Ways.Select(way => (way.Data.Item1, way.Data.Item2, length)))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Request_Malformed_FailsAlone(string name, bool isSecure)
    {
        var message = Http2Messages.Rejected.Single(message => string.Equals(message.Name, name, StringComparison.Ordinal));

        var outcome = await SendBetweenOthersAsync(isSecure, [.. Frames(message, isSecure)]);

        Assert.True(
            outcome is { Reset: Http2Client.ProtocolError, Status: null } or { Status: 400 or 405 }, $"{message.Rfc}: {outcome}");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Request_FieldLongerThanTheHeadLimit_Gets431(bool isSecure, bool hasBody)
    {
        var before = fixture.Rejections.Of(RejectionReason.HeadSize);

        var outcome = await SendBetweenOthersAsync(isSecure, Request(isSecure, hasBody, "/large", ("x", new string('v', 60_000))));

        Assert.Equal(431, outcome.Status);
        Assert.Contains("\"status\":431", outcome.Body, StringComparison.Ordinal);
        Assert.Equal(before + 1, fixture.Rejections.Of(RejectionReason.HeadSize));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Request_200Fields_Gets431(bool isSecure, bool hasBody)
    {
        var before = fixture.Rejections.Of(RejectionReason.HeadSize);
        var fields = Enumerable.Range(0, 200).Select(i => ($"x-{i}", "1")).ToArray();

        var outcome = await SendBetweenOthersAsync(isSecure, Request(isSecure, hasBody, "/many", fields));

        Assert.Equal(431, outcome.Status);
        Assert.Contains("\"status\":431", outcome.Body, StringComparison.Ordinal);
        Assert.Equal(before + 1, fixture.Rejections.Of(RejectionReason.HeadSize));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Request_FieldsLargerThanTheHeadLimitTogether_Gets431(bool isSecure, bool hasBody)
    {
        var fields = Enumerable.Range(0, 90).Select(i => ($"x-{i}", new string('v', 1_000))).ToArray();

        Assert.Equal(431, (await SendBetweenOthersAsync(isSecure, Request(isSecure, hasBody, "/many", fields))).Status);
    }

    [Theory]
    [MemberData(nameof(LongTargets))]
    public async Task Request_TargetLongerThanTheLimit_Gets414(bool isSecure, bool hasBody, int length)
    {
        var before = fixture.Rejections.Of(RejectionReason.Target);

        var outcome = await SendBetweenOthersAsync(isSecure, Request(isSecure, hasBody, "/" + new string('t', length)));

        Assert.Equal(414, outcome.Status);
        Assert.Contains("\"status\":414", outcome.Body, StringComparison.Ordinal);
        Assert.Equal(before + 1, fixture.Rejections.Of(RejectionReason.Target));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_HeadThatIsTooLarge_GetsNoBody(bool isSecure)
    {
        (string, string)[] fields =
            [(":method", "HEAD"), (":scheme", SchemeOf(isSecure)), (":path", "/"), (":authority", "a.test"), ("x", new('v', 60_000))];

        var outcome = await SendBetweenOthersAsync(isSecure, [.. Http2Client.Request(Bad, fields)]);

        Assert.Equal((431, ""), (outcome.Status, outcome.Body));
    }

    [Theory]
    [InlineData("b.test", 400)]
    [InlineData("a.test:81", 400)]
    [InlineData("a.test", 200)]
    [InlineData("A.TEST", 200)]
    public async Task Request_HostBesideTheAuthority_MustNameTheSame(string host, int expected)
    {
        var outcome = await SendBetweenOthersAsync(isSecure: false, Request(isSecure: false, hasBody: false, "/", ("host", host)));

        Assert.Equal(expected, outcome.Status);
    }

    private static Http2Frame[] Request(bool isSecure, bool hasBody, string path, params (string Name, string Value)[] fields) =>
        [.. Http2Client.Request(Bad, [.. RawHttp2.Get(path, SchemeOf(isSecure)), .. fields], hasBody ? "hello" : null)];

    private static string SchemeOf(bool isSecure) => isSecure ? "https" : "http";

    /// <summary>Returns the frames of a message, with the scheme of the connection.</summary>
    private static IEnumerable<Http2Frame> Frames(Http2Message message, bool isSecure) => Http2Client.Request(
        Bad,
        message.Fields.Select(field => field is (":scheme", "http") ? (field.Name, SchemeOf(isSecure)) : field),
        message.Body,
        message.Trailers);

    /// <summary>
    /// Sends the frames of a stream between two others, one of which waits for its response until the stream has ended, and checks that
    /// both get their responses.
    /// </summary>
    private async Task<Http2Outcome> SendBetweenOthersAsync(bool isSecure, Http2Frame[] frames)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        var id = Guid.NewGuid().ToString("N");
        var logged = fixture.Logs.Above(LogLevel.Debug).Count;
        await using var client = await fixture.OpenAsync(isSecure, patience.Token);
        await client.SendAsync(
            [
                .. Http2Client.Request(Before, RawHttp2.Get(Http2ErrorFixture.HeldTarget(id), SchemeOf(isSecure))),
                .. frames,
                .. Http2Client.Request(After, RawHttp2.Get($"/after/{id}", SchemeOf(isSecure))),
            ],
            patience.Token);

        var outcome = await client.EndOfAsync(Bad, patience.Token);
        fixture.Release(id);

        Assert.Equal(new(200, "ok", null, null), await client.EndOfAsync(After, patience.Token));
        Assert.Equal(new(200, "ok", null, null), await client.EndOfAsync(Before, patience.Token));
        Assert.Empty(fixture.Logs.Above(LogLevel.Debug).Skip(logged));
        return outcome;
    }
}
