using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LoadBalancer.Tests.Functional.Messages;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>
/// Tests that an HTTP/2 client receives each response as an HTTP/1.1 client does, see <see cref="ResponseTests"/>: the rules are the same
/// on both sides.
/// </summary>
public sealed class StreamResponseTests : IAsyncLifetime
{
    private const string Second = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond";

    private static readonly int LongestHeadKibi = 1_024;

    private readonly ConcurrentDictionary<string, int> _connectionOf = new(StringComparer.Ordinal);
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        MaxResponseHeadersLength = LongestHeadKibi,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
    })
    {
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private RelaySetup _setup = null!;
    private int _connections;
    private volatile ResponseMessage _message = ResponseMessages.All[0];

    public static TheoryData<string> Names => [.. ResponseMessages.All.Select(message => message.Name)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _setup = await RelaySetup.StartAsync(ServeAsync, ("Gateway:Health:ConsecutiveFailures", "1000"));
        _client.BaseAddress = _setup.Cluster.Gateway.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _setup.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Response_ToAnHttp2Client_PassesUnchangedOrFailsVisibly(string name)
    {
        var message = ResponseMessages.Named(name);
        _message = message;

        if (message.Outcome == ResponseOutcome.BrokenOff)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(message.Method, "/first"));
            return;
        }

        using var response = await SendAsync(message.Method, "/first");
        using var second = await SendAsync("GET", "/second");

        Assert.Equal("second", await second.Content.ReadAsStringAsync(Token));
        Assert.True(
            message.Outcome == ResponseOutcome.Passed || _connectionOf["/first"] != _connectionOf["/second"],
            $"{message}: its connection is used again.");
        Assert.Equal(
            (message.Status, message.Outcome == ResponseOutcome.Rejected),
            ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType is "application/problem+json"));
        if (message.Outcome != ResponseOutcome.Rejected)
        {
            await AssertUnchangedAsync(message, response);
        }
    }

    private static async Task AssertUnchangedAsync(ResponseMessage message, HttpResponseMessage response)
    {
        var sent = ResponseReader.Read(message.Text, message.Method);
        Assert.Equal(message.Content, Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync(Token)));
        Assert.Equal(
            message.LosesTrailers ? [] : Sorted(sent.Trailers.Select(Lower)), Sorted(FieldsOf(response.TrailingHeaders.NonValidated)));
        var received = FieldsOf(response.Headers.NonValidated).Concat(FieldsOf(response.Content.Headers.NonValidated));
        Assert.Equal(
            Sorted(sent.Fields.Where(field => IsForClients(message, field)).Select(Lower)),
            Sorted(received.Where(field => IsTheServers(message, field))));
    }

    private static string[] Sorted(IEnumerable<string> fields) => [.. fields.Order(StringComparer.Ordinal)];

    private static IEnumerable<string> FieldsOf(System.Net.Http.Headers.HttpHeadersNonValidated fields) =>
        fields.SelectMany(field => field.Value.Select(value => Lower($"{field.Key}: {value}")));

    private static string Lower(string field)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        var name = field[..colon].ToLowerInvariant();
        return name is "content-length"
            ? $"{name}: {long.Parse(field[(colon + 1)..], CultureInfo.InvariantCulture)}"
            : name + field[colon..];
    }

    private static bool IsForClients(ResponseMessage message, string field) =>
        !field.StartsWith("Connection:", StringComparison.Ordinal) && !field.StartsWith("Transfer-Encoding:", StringComparison.Ordinal)
        && !(message.Status == 204 && field.StartsWith("Content-Length:", StringComparison.Ordinal));

    /// <summary>Whether the field is not the gateway's own. Kestrel adds a length of 0 to a response that turns out to be empty.</summary>
    private static bool IsTheServers(ResponseMessage message, string field) =>
        !field.StartsWith("via:", StringComparison.Ordinal) && !field.StartsWith("date:", StringComparison.Ordinal)
        && !(field is "content-length: 0" && !message.Text.Contains("Content-Length", StringComparison.Ordinal));

    private async Task<HttpResponseMessage> SendAsync(string method, string target)
    {
        using var request = new HttpRequestMessage(new(method), target)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        return await _client.SendAsync(request, Token);
    }

    private async Task ServeAsync(NetworkStream stream, CancellationToken stop)
    {
        stream.Socket.NoDelay = true;
        var connection = Interlocked.Increment(ref _connections);
        var reader = new RequestReader(stream);
        while (await reader.ReadAsync(stop) is { } request)
        {
            _connectionOf[request.Target] = connection;
            var (message, isFirst) = (_message, string.Equals(request.Target, "/first", StringComparison.Ordinal));
            await stream.WriteTextAsync(isFirst ? message.Text : Second, stop);
            if (isFirst && message.Closes)
            {
                return;
            }
        }
    }
}
