using System.Net.Sockets;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Limits;

/// <summary>Tests the limits on the number of connections, over real sockets.</summary>
public sealed class ConnectionLimitTests
{
    private const int Most = 5;
    private const string Request = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Connections", (int)RejectionReason.Connections)]
    [InlineData("ConnectionsPerClient", (int)RejectionReason.ConnectionsPerClient)]
    public async Task Connect_BeyondTheLimit_IsClosedAtOnceUntilAnotherEnds(string setting, int reason)
    {
        await using var cluster = await TestCluster.StartWithServersAsync(1, ($"Gateway:Limits:{setting}", $"{Most}"));
        var rejections = cluster.Gateway.Part<Rejections>();
        var open = new List<NetworkStream>();
        for (var i = 0; i < Most; i++)
        {
            open.Add(await cluster.Gateway.ConnectAsync(Token));
            Assert.True(await IsServedAsync(open[i]));
        }

        for (var i = 1; i <= 20; i++)
        {
            Assert.True(await IsClosedAtOnceAsync(cluster.Gateway));
            Assert.Equal(i, rejections.Of((RejectionReason)reason));
        }

        Assert.True(await IsServedAsync(open[0]));
        await open[1].DisposeAsync();
        await Eventually.TrueAsync(
            "another connection is served",
            async () => !await IsClosedAtOnceAsync(cluster.Gateway, Request),
            Patience);
        open.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task Connect_FromATrustedProxy_IsNotLimitedByClient()
    {
        await using var cluster = await TestCluster.StartWithServersAsync(
            1, ("Gateway:Limits:ConnectionsPerClient", "1"), ("Gateway:TrustedProxies:0", "127.0.0.1"));
        await using var first = await cluster.Gateway.ConnectAsync(Token);
        await using var second = await cluster.Gateway.ConnectAsync(Token);

        Assert.True(await IsServedAsync(first));
        Assert.True(await IsServedAsync(second));
    }

    /// <summary>Returns whether a connection is closed without a byte, or is reset, which may already show while connecting.</summary>
    private static async Task<bool> IsClosedAtOnceAsync(GatewayHost gateway, string request = "")
    {
        try
        {
            await using var stream = await gateway.ConnectAsync(Token);
            await stream.WriteTextAsync(request, Token);
            return await stream.ReadAsync(new byte[1], Token).AsTask().WaitAsync(Patience, Token) == 0;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return true;
        }
    }

    private static async Task<bool> IsServedAsync(NetworkStream stream)
    {
        try
        {
            await stream.WriteTextAsync(Request, Token);
            var head = await stream.ReadHeadAsync(Token).WaitAsync(Patience, Token);
            if (!head.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
            {
                return false;
            }

            // The body consists of a chunk with the server's ID and the last chunk.
            await stream.ReadExactlyAsync(new byte["2\r\ns1\r\n0\r\n\r\n".Length], Token);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
