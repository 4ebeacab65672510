using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Exits;
using LoadBalancer.AppHost.Store;
using LoadBalancer.Redis.Connections;
using LoadBalancer.Store;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace LoadBalancer.Tests.AppHost.Store;

public sealed class StoreChoiceTests
{
    [Fact]
    public async Task MakeAsync_NothingRequestedAndAnEngineRuns_ReturnsAContainer()
    {
        using var engine = FakeEngine.ThatRuns();

        var options = await StoreChoice.MakeAsync(engine.Configuration, new AppHostOptions());

        Assert.Equal((StoreKind.Container, engine.Path), (options.Store, options.ContainerEngine));
    }

    [Fact]
    public async Task MakeAsync_NothingRequestedAndNoEngineRuns_ReturnsTheEmbeddedStore()
    {
        using var engine = FakeEngine.ThatFails();

        var options = await StoreChoice.MakeAsync(engine.Configuration, new AppHostOptions());

        Assert.Equal((StoreKind.Embedded, null), (options.Store, options.ContainerEngine));
    }

    [Fact]
    public async Task MakeAsync_EmbeddedRequested_QueriesNoEngine()
    {
        using var engine = FakeEngine.ThatRuns();

        var options = await StoreChoice.MakeAsync(engine.Configuration, new AppHostOptions { Store = StoreKind.Embedded });

        Assert.Equal((StoreKind.Embedded, null), (options.Store, options.ContainerEngine));
        Assert.Empty(engine.Asked);
    }

    [Fact]
    public async Task MakeAsync_EmbeddedStoreForContainerServers_FindsTheEngine()
    {
        using var engine = FakeEngine.ThatRuns();

        var options = await StoreChoice.MakeAsync(
            engine.Configuration, new AppHostOptions { Store = StoreKind.Embedded, Containers = true });

        Assert.Equal((StoreKind.Embedded, engine.Path), (options.Store, options.ContainerEngine));
    }

    [Fact]
    public async Task MakeAsync_OnlyAVolume_ReturnsAContainer()
    {
        using var engine = FakeEngine.ThatRuns();

        Assert.Equal(
            StoreKind.Container, (await StoreChoice.MakeAsync(engine.Configuration, new AppHostOptions { RedisVolume = "data" })).Store);
    }

    [Fact]
    public async Task MakeAsync_RunningRedis_StartsNoStoreAndQueriesNoEngine()
    {
        using var redis = EmbeddedStore.Start();
        using var engine = FakeEngine.ThatRuns();

        var options = await StoreChoice.MakeAsync(engine.Configuration, new AppHostOptions { Redis = redis.ConnectionString });

        Assert.Equal((null, null), (options.Store, options.ContainerEngine));
        Assert.Empty(engine.Asked);
    }

    [Fact]
    public async Task MakeAsync_RedisNotRunning_ReportsIt()
    {
        using var engine = FakeEngine.ThatRuns();
        using var dead = new DeadPort();
        var address = new Uri(dead.Url).Authority;

        var failure = await Assert.ThrowsAsync<StartException>(
            () => StoreChoice.MakeAsync(engine.Configuration, new AppHostOptions { Redis = address }));

        Assert.StartsWith($"--redis: {address} cannot be reached", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MakeAsync_ConnectionStringInTheEnvironment_IsTheStore()
    {
        using var redis = EmbeddedStore.Start();
        using var engine = FakeEngine.ThatRuns();

        var options = await StoreChoice.MakeAsync(WithConnectionString(engine, redis.ConnectionString), new AppHostOptions());

        Assert.Equal((redis.ConnectionString, "ConnectionStrings__redis", null), (options.Redis, options.RedisSetting, options.Store));
        Assert.Empty(engine.Asked);
    }

    [Fact]
    public async Task MakeAsync_PasswordInAFile_IsUsedAndPassedOnWithItsFullPath()
    {
        using var redis = EmbeddedStore.Start(password: "of-the-test");
        using var engine = FakeEngine.ThatRuns();
        var connection = RedisConnection.Parse("the store", redis.ConnectionString);
        var configuration = WithConnectionString(engine, connection.Options);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, connection.Password + "\n", TestContext.Current.CancellationToken);
        configuration["Redis:PasswordFile"] = Path.GetRelativePath(Environment.CurrentDirectory, file);

        var options = await StoreChoice.MakeAsync(configuration, new AppHostOptions());

        Assert.Equal(connection.Options, options.Redis);
        Assert.Equal(file, configuration["Redis:PasswordFile"]);
        File.Delete(file);
    }

    [Fact]
    public async Task MakeAsync_PasswordWithoutARedis_IsRejected()
    {
        using var engine = FakeEngine.ThatRuns();
        var configuration = engine.Configuration;
        configuration["Redis:Password"] = "hush";

        var failure = await Assert.ThrowsAsync<StartException>(() => StoreChoice.MakeAsync(configuration, new AppHostOptions()));

        Assert.Equal(ExitCode.Configuration, failure.Code);
        Assert.StartsWith(
            "Redis:Password or Redis:PasswordFile is set, but no Redis is configured", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MakeAsync_StoreRequested_OverridesTheConnectionStringInTheEnvironment()
    {
        using var engine = FakeEngine.ThatRuns();

        var options = await StoreChoice.MakeAsync(
            WithConnectionString(engine, "elsewhere:6379"), new AppHostOptions { Store = StoreKind.Embedded });

        Assert.Equal((null, StoreKind.Embedded), (options.Redis, options.Store));
    }

    [Theory]
    [InlineData("--store container", StoreKind.Container, null, false, null)]
    [InlineData("--redis-volume", null, "data", false, null)]
    [InlineData("--containers", null, null, true, null)]
    [InlineData("--containers", StoreKind.Embedded, null, true, null)]
    [InlineData("--backend-image", null, null, false, "backend")]
    public async Task MakeAsync_EngineNeededAndNoneRuns_NamesTheArgument(
        string argument, object? store, string? volume, bool containers, string? image)
    {
        using var engine = FakeEngine.ThatFails();
        var options = new AppHostOptions { Store = (StoreKind?)store, RedisVolume = volume, Containers = containers, BackendImage = image };

        var failure = await Assert.ThrowsAsync<StartException>(() => StoreChoice.MakeAsync(engine.Configuration, options));

        Assert.Equal($"{argument} requires a running container engine: start Docker or Podman, or remove the argument.", failure.Message);
    }

    private static IConfiguration WithConnectionString(FakeEngine engine, string connectionString) => new ConfigurationBuilder()
        .AddConfiguration(engine.Configuration)
        .AddInMemoryCollection([KeyValuePair.Create<string, string?>("ConnectionStrings:redis", connectionString)])
        .Build();
}
