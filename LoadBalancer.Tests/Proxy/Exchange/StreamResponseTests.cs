using System.Text;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Exchange.Streams;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Proxy.Exchange;

public sealed class StreamResponseTests
{
    private readonly StreamResponse _response =
        new(new ViaHeader(GatewayParts.Identity("edge"), GatewayParts.Defaults<ResponseOptions>()));

    private readonly ResponseHead _head = new();
    private readonly byte[] _bytes = Encoding.ASCII.GetBytes(
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nlink: </b>\r\nConnection: X-Hop\r\nX-Hop: 1\r\nContent-Length: 0\r\n\r\n");

    [Fact]
    public async Task PassInterim_ClientHasThem_SendsItWithoutHopByHopHeaders()
    {
        var sent = new Interim();
        var context = new DefaultHttpContext();
        context.Features.Set<IInterimResponseFeature>(sent);
        _response.Begin(context);
        Assert.True(_head.TryRead(_bytes, out _));

        Assert.True(await _response.PassInterimAsync(_head, _bytes));

        Assert.True(_response.HasInterim);
        Assert.Equal(103, sent.Status);
        Assert.Equal(["Link: </a>", "Link: </b>"], sent.Fields[..^1]);
        Assert.StartsWith("Via: 1.1 edge-", sent.Fields[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task PassInterim_ClientHasNone_DropsIt()
    {
        _response.Begin(new DefaultHttpContext());
        Assert.True(_head.TryRead(_bytes, out _));

        Assert.True(await _response.PassInterimAsync(_head, _bytes));

        Assert.False(_response.HasInterim);
    }

    private sealed class Interim : IInterimResponseFeature
    {
        public int Status { get; private set; }

        public string[] Fields { get; private set; } = [];

        public ValueTask SendAsync(int status, IReadOnlyList<KeyValuePair<string, string>> fields)
        {
            Status = status;
            Fields = [.. fields.Select(field => $"{field.Key}: {field.Value}")];
            return ValueTask.CompletedTask;
        }
    }
}
