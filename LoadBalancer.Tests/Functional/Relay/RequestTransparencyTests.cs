using System.Collections.Concurrent;
using LoadBalancer.Tests.Functional.Messages;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>Tests that requests arrive as they were sent: the gateway does not change what it is not responsible for.</summary>
public sealed class RequestTransparencyTests : IAsyncLifetime
{
    /// <summary>The fields that the gateway adds.</summary>
    private static readonly string[] Own = ["Via", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Transfer-Encoding"];

    private readonly ConcurrentQueue<RecordedRequest> _requests = [];
    private RelaySetup _setup = null!;
    private string _response = HttpText.EmptyResponse;

    public async ValueTask InitializeAsync() => _setup = await RelaySetup.StartAsync(request =>
    {
        _requests.Enqueue(request);
        return _response;
    });

    public ValueTask DisposeAsync() => _setup.DisposeAsync();

    [Fact]
    public async Task Request_Fields_KeepOrderCaseAndNumber()
    {
        string[] fields =
        [
            "host: a.test", "ACCEPT: b", "x-a: 1", "X-A: 2", "Cookie: a=1", "X-a: 3", "Cookie: b=2", "Accept-Encoding: gzip;q=0.5, br",
            "User-Agent: ",
            "Content-Encoding: gzip", "Range: bytes=0-1,2-3", "If-None-Match: \"a\", W/\"b\"", "Authorization: Basic eA==", "x-A: ",
        ];

        var request = await SendAsync($"GET / HTTP/1.1\r\nConnection: close\r\n{Lines(fields)}\r\n");

        Assert.Equal(fields, request.Fields.Where(IsTheClients));
    }

    [Fact]
    public async Task Request_WhiteSpaceInLines_IsKeptExceptAroundValues()
    {
        var request = await SendAsync(RelaySetup.Get(fields: "X-Tight:a\r\nX-Wide: \t a \t b\t \r\nX-Empty:\r\n"));

        Assert.Contains("\r\nX-Tight:a\r\nX-Wide: \t a \t b\t \r\nX-Empty:\r\n", request.Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_BytesBeyondAscii_ArriveAsTheyAre()
    {
        var value = string.Concat(Enumerable.Range(0x80, 0x80).Select(number => (char)number));

        var request = await SendAsync(RelaySetup.Get(fields: $"X-Bytes: {value}\r\nX-Utf8: {RelaySetup.Bytes("grüße, 世界")}\r\n"));

        Assert.Equal(value, Assert.Single(request.ValuesOf("X-Bytes")));
        Assert.Equal(RelaySetup.Bytes("grüße, 世界"), Assert.Single(request.ValuesOf("X-Utf8")));
    }

    [Theory]
    [InlineData("/a%2Fb")]
    [InlineData("/%252F")]
    [InlineData("//x//")]
    [InlineData("/a/../b/./c/..")]
    [InlineData("/a;p=1;q")]
    [InlineData("/?")]
    [InlineData("/??a=b&&c=&=d?")]
    [InlineData("/a?b=/../c")]
    [InlineData("/%E4%B8%96%ff%zz%")]
    [InlineData("/[]{}|\\^`\"<>'")]
    [InlineData("/%53tats")]
    [InlineData("/stats/x")]
    [InlineData("/xstats")]
    [InlineData("/..;/stats")]
    [InlineData("/a?http://b.test/")]
    public async Task Request_Target_ArrivesByteForByte(string target)
    {
        // The gateway serves its own endpoints itself, however the target is encoded.
        var isOwn = target is "/%53tats";

        var response = await _setup.RespondToAsync(RelaySetup.Get(target));

        Assert.Equal(200, response.Status);
        Assert.Equal(isOwn ? [] : [target], _requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Request_TargetOf8KiB_ArrivesByteForByte()
    {
        var target = "/" + string.Concat(Enumerable.Range(0, 8_191).Select(number => (char)('a' + (number % 26))));

        Assert.Equal(target, (await SendAsync(RelaySetup.Get(target))).Target);
    }

    [Theory]
    [InlineData("A.Test.:8080")]
    [InlineData("!$&'()*+;=~a%41.test")]
    [InlineData("a..test")]
    [InlineData("[::1]:99999")]
    public async Task Request_Host_ArrivesByteForByte(string host)
    {
        var request = await SendAsync($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.Equal([host], request.ValuesOf("Host"));
        Assert.Equal([host], request.ValuesOf("X-Forwarded-Host"));
    }

    [Theory]
    [InlineData("M-SEARCH")]
    [InlineData("QUERY")]
    [InlineData("PROPFIND")]
    [InlineData("x")]
    public async Task Request_UncommonMethod_Arrives(string method)
    {
        Assert.Equal(method, (await SendAsync($"{method} / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n")).Method);
    }

    [Theory]
    [InlineData("Content-Length: 12", "\0\u0001\r\n\r\n\u00ff\u0080 end", "\0\u0001\r\n\r\n\u00ff\u0080 end")]
    [InlineData("Transfer-Encoding: chunked", "3\r\n\0\r\n\r\n1\r\n\u00ff\r\n0\r\n\r\n", "\0\r\n\u00ff")]
    public async Task Request_Body_ArrivesByteForByte(string framing, string body, string content)
    {
        var request = await SendAsync($"POST / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n{framing}\r\n\r\n{body}");

        Assert.Equal(content, request.Body);
    }

    [Fact]
    public async Task Request_Trailers_Arrive()
    {
        var request = await SendAsync(
            "POST / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\nTrailer: x-sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"
            + "x-sum: \u00e9\r\nX-Sum: 2\r\n\r\n");

        Assert.Equal(["x-sum: \u00e9", "X-Sum: 2"], request.Trailers);
        Assert.Equal(["x-sum"], request.ValuesOf("Trailer"));
    }

    [Theory]
    [InlineData("http://b.test:8080/x?y=1", "/x?y=1", "b.test:8080")]
    [InlineData("HTTP://B.test", "/", "B.test")]
    [InlineData("http://[::1]:80?x=http://c.test/", "/?x=http://c.test/", "[::1]:80")]
    public async Task Request_InAbsoluteForm_IsRelayedInOriginFormForItsAuthority(string target, string path, string authority)
    {
        _response = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "2\r\nok\r\n0\r\nX-Sum: 42\r\n\r\n";

        var response = await _setup.RespondToAsync(
            $"POST {target} HTTP/1.1\r\nx-A: 1\r\nHost: a.test\r\nConnection: close\r\nX-a: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "2\r\nok\r\n0\r\nX-Trailer: 1\r\n\r\n");

        Assert.Equal((200, "ok", 103), (response.Status, response.Content, Assert.Single(response.Interim).Status));
        Assert.Equal(["X-Sum: 42"], response.Trailers);
        var request = Assert.Single(_requests);
        Assert.Equal((path, "ok"), (request.Target, request.Body));
        Assert.Equal(["x-A: 1", $"Host: {authority}", "X-a: 2"], request.Fields.Where(IsTheClients));
        Assert.Equal([authority], request.ValuesOf("X-Forwarded-Host"));
        Assert.Equal(["X-Trailer: 1"], request.Trailers);
    }

    [Theory]
    [InlineData("X_Forwarded_For: 6.6.6.6")]
    [InlineData("X-Forwarded_For: 6.6.6.6")]
    [InlineData("x_real_ip: 6.6.6.6")]
    [InlineData("X_FORWARDED_PROTO: https")]
    public async Task Request_FieldThatCgiVariablesConfuseWithAForwardingField_DoesNotArrive(string field)
    {
        var request = await SendAsync(RelaySetup.Get(fields: $"{field}\r\nX_Other: kept\r\n"));

        Assert.Empty(request.ValuesOf(field.Split(':')[0]));
        Assert.Equal(["kept"], request.ValuesOf("X_Other"));
    }

    [Fact]
    public async Task Requests_Pipelined_GetResponsesInOrder()
    {
        const int Count = 50;
        var requests = Enumerable.Range(0, Count).Select(number => (number % 3) switch
        {
            0 => $"GET /{number} HTTP/1.1\r\nHost: a.test\r\n\r\n",
            1 => $"POST /{number} HTTP/1.1\r\nHost: a.test\r\nContent-Length: 2\r\n\r\n{number:00}",
            _ => $"PUT /{number} HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{number:00}\r\n0\r\n\r\n",
        });

        var text = await _setup.ExchangeAsync(
            string.Concat(requests) + "GET /stats HTTP/1.1\r\nHost: a.test\r\n\r\n" + RelaySetup.Get("/last"));

        var responses = ResponseReader.ReadAll(text, [.. Enumerable.Repeat("GET", Count + 2)]);
        Assert.All(responses, response => Assert.Equal((200, true), (response.Status, response.IsWhole)));
        Assert.Equal(["application/json; charset=utf-8"], responses[Count].ValuesOf("Content-Type"));
        Assert.Equal([.. Enumerable.Range(0, Count).Select(number => $"/{number}"), "/last"], _requests.Select(request => request.Target));
        Assert.Equal(
            Enumerable.Range(0, Count).Select(number => number % 3 == 0 ? "" : $"{number:00}").Append(""),
            _requests.Select(request => request.Body));
    }

    private static string Lines(IEnumerable<string> fields) => string.Concat(fields.Select(field => $"{field}\r\n"));

    private static bool IsTheClients(string field) => !Own.Contains(field.Split(':')[0], StringComparer.Ordinal);

    private async Task<RecordedRequest> SendAsync(string text)
    {
        Assert.Equal(200, (await _setup.RespondToAsync(text)).Status);
        return Assert.Single(_requests);
    }
}
