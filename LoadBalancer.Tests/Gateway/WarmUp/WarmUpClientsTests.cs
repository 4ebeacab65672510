using System.Net;
using LoadBalancer.Gateway.WarmUp;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Gateway.WarmUp;

/// <summary>Tests the warm-up's clients against a server that counts their requests.</summary>
public sealed class WarmUpClientsTests
{
    private const int Clients = 3;

    /// <summary>The number of requests after which each client has sent every exchange once.</summary>
    private static readonly int Times = WarmUpExchange.All.Length;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_ManyAtOnce_RequestEverythingEachOnItsOwnConnection()
    {
        var asked = new int[WarmUpExchange.All.Length];
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            while (await ReadAsync(stream, stop) is { } exchange)
            {
                Interlocked.Increment(ref asked[Array.IndexOf(WarmUpExchange.All, exchange)]);
                await stream.WriteAsync(exchange.Response, stop);
            }
        });

        await WarmUpClients.AskAsync(EndPointOf(server), Clients, Times, Token);

        Assert.Equal(Clients, server.Connections);
        Assert.All(asked, count => Assert.Equal(Clients, count));
    }

    [Theory]
    [InlineData("", "A warm-up connection was closed early.")]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", "A warm-up connection was closed early.")]
    public async Task Ask_ConnectionIsClosedBeforeTheResponse_Throws(string response, string reason)
    {
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await ReadAsync(stream, stop);
            await stream.WriteTextAsync(response, stop);
        });

        var failure = await Assert.ThrowsAsync<IOException>(() => WarmUpClients.AskAsync(EndPointOf(server), 1, 1, Token));

        Assert.Equal(reason, failure.Message);
    }

    [Fact]
    public async Task Ask_UnexpectedStatus_ThrowsWithTheStatus()
    {
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await ReadAsync(stream, stop);
            await stream.WriteTextAsync($"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 100\r\n\r\n{new string('c', 100)}", stop);
        });

        var failure = await Assert.ThrowsAsync<IOException>(() => WarmUpClients.AskAsync(EndPointOf(server), 1, 1, Token));

        Assert.Equal("A warm-up request received HTTP/1.1 503.", failure.Message);
    }

    private static IPEndPoint EndPointOf(TcpTestServer server) => IPEndPoint.Parse(new Uri(server.Url).Authority);

    private static async Task<WarmUpExchange?> ReadAsync(Stream stream, CancellationToken stop)
    {
        var buffer = new byte[4 * 1024];
        for (var length = 0; await stream.ReadAsync(buffer.AsMemory(length), stop) is > 0 and var count;)
        {
            length += count;
            if (WarmUpExchange.Find(buffer.AsSpan(0, length)) is { } exchange)
            {
                return exchange;
            }
        }

        return null;
    }
}
