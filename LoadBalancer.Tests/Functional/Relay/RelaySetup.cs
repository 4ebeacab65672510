using System.Net;
using System.Net.Sockets;
using System.Text;
using LoadBalancer.Tests.Functional.Messages;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>
/// A gateway in front of one server whose behavior the test controls down to the bytes, and clients that send what the test specifies.
/// </summary>
internal sealed class RelaySetup : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private RelaySetup(TestCluster cluster, TcpTestServer server) => (Cluster, Server) = (cluster, server);

    public TestCluster Cluster { get; }

    public TcpTestServer Server { get; }

    public int Port => Cluster.Gateway.Address.Port;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts the gateway and a server; <paramref name="serve"/> handles each connection to the server.</summary>
    public static async Task<RelaySetup> StartAsync(
        Func<NetworkStream, CancellationToken, Task> serve, params (string Key, string Value)[] settings)
    {
        var server = new TcpTestServer(serve);
        var cluster = await TestCluster.StartAsync(settings);
        await cluster.ApplyAsync(Changes.Join("server", url: server.Url));
        return new(cluster, server);
    }

    /// <summary>Starts the gateway and a server that responds to each request with text.</summary>
    public static Task<RelaySetup> StartAsync(Func<RecordedRequest, string> response, params (string Key, string Value)[] settings) =>
        StartAsync(Responding(response), settings);

    /// <summary>Reads one request after another and responds to each.</summary>
    public static Func<NetworkStream, CancellationToken, Task> Responding(Func<RecordedRequest, string> response) => async (stream, stop) =>
    {
        var reader = new RequestReader(stream);
        while (await reader.ReadAsync(stop) is { } request)
        {
            await stream.WriteTextAsync(response(request), stop);
        }
    };

    public async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, Port, Token);
        return client;
    }

    /// <summary>Sends text on its own connection and returns everything that arrives until that connection is closed.</summary>
    public async Task<string> ExchangeAsync(string text)
    {
        using var client = await ConnectAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        try
        {
            await client.GetStream().WriteTextAsync(text, patience.Token);
        }
        catch (IOException)
        {
            // The gateway responded and closed the connection before it had read everything: the response counts.
        }

        return await client.GetStream().ReadToEndAsync(patience.Token);
    }

    /// <summary>Sends a request whose connection ends after the response, and reads that response.</summary>
    public async Task<ReadResponse> RespondToAsync(string text, string method = "GET") =>
        ResponseReader.Read(await ExchangeAsync(text), method);

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>Returns a GET whose connection ends after the response.</summary>
    public static string Get(string target = "/", string fields = "") =>
        $"GET {target} HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n{fields}\r\n";

    /// <summary>Returns the UTF-8 bytes of a text as Latin-1 characters.</summary>
    public static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
