using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using LoadBalancer.Proxy.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Architecture.Platform;

/// <summary>
/// Canary tests: each one asserts an assumption that the product makes about the platform and the platform does not guarantee. The tests
/// use the platform alone, so one of them fails when an update breaks its assumption. <c>docs/framework-assumptions.md</c> lists them.
/// </summary>
public sealed class FrameworkAssumptionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void HttpClient_WritesARequest_AsksForTheEncodingOfEachHeaderThen()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = new List<string>();
        using var handler = new SocketsHttpHandler
        {
            RequestHeaderEncodingSelector = (name, _) =>
            {
                asked.Add(name);
                throw new NotSupportedException(name);
            },
        };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{listener.LocalEndpoint}/");
        request.Content = new StringContent("x");
        request.Headers.Add("X-Canary", "1");
        Assert.Empty(asked);

        // The selector's exception prevents the request from being sent: nothing arrives on the connection.
        var failure = Assert.ThrowsAny<Exception>(() => client.Send(request, Token));

        Assert.Single(asked);
        Assert.Contains(asked[0], failure.ToString(), StringComparison.Ordinal);
        using var connection = listener.AcceptSocket();
        Assert.Equal(0, connection.Receive(new byte[1]));
    }

    [Fact]
    public void WebApplication_HasOneServer_WhichIsKestrelAndCanBeMadeFromServices()
    {
        var builder = WebApplication.CreateSlimBuilder();

        var server = Assert.Single(builder.Services, service => service.ServiceType == typeof(IServer));

        Assert.NotNull(server.ImplementationType);
        Assert.Equal(typeof(KestrelServer).Assembly, server.ImplementationType.Assembly);
        using var services = builder.Services.BuildServiceProvider();
        using var made = (IServer)ActivatorUtilities.CreateInstance(services, server.ImplementationType);
        Assert.NotNull(made.Features);
    }

    [Fact]
    public async Task WebApplication_Starts_StartsTheServerThatReplacedItsOwn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var replacement = new RecordingServer();
        builder.Services.AddSingleton<IServer>(replacement);
        await using var app = builder.Build();

        await app.StartAsync(Token);

        Assert.True(replacement.HasStarted);
    }

    [Fact]
    public void Compiler_BuildsAsyncMethods_ByTheBuilderThatTheyName()
    {
        var method = typeof(FrameworkAssumptionTests).GetMethod(nameof(OneAsync), BindingFlags.NonPublic | BindingFlags.Static)!;
        var machine = method.GetCustomAttribute<AsyncStateMachineAttribute>()!.StateMachineType;

        Assert.Contains(
            machine.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
            field => field.FieldType == typeof(ReusingValueTaskMethodBuilder<int>));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Kestrel_EndOfAClientsBytes_IsReportedWithItsCause(bool resets)
    {
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Run(async connection =>
        {
#pragma warning disable CS0618 // The assumption under test.
            connection.Transport.Input.OnWriterCompleted((cause, _) => ended.SetResult(cause), null);
#pragma warning restore CS0618
            accepted.SetResult();
            await ended.Task;
        })));
        await using var app = builder.Build();
        await app.StartAsync(Token);
        using (var client = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await client.ConnectAsync(IPAddress.Loopback, new Uri(app.Urls.Single()).Port, Token);
            await accepted.Task.WaitAsync(Token);
            client.LingerState = new(resets, 0);
        }

        Assert.Equal(resets, await ended.Task.WaitAsync(TimeSpan.FromSeconds(10), Token) is not null);
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private static async ValueTask<int> OneAsync()
    {
        await Task.Yield();
        return 1;
    }

    private sealed class RecordingServer : IServer
    {
        public bool HasStarted { get; private set; }

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull
        {
            HasStarted = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
            // There is nothing to dispose.
        }
    }
}
