using LoadBalancer.ServiceDefaults.Redis;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.ServiceDefaults.Redis;

public sealed class RedisConnectionExtensionsTests
{
    private const string Category = "StackExchange.Redis.ConnectionMultiplexer";

    [Fact]
    public async Task AddRedisConnection_NothingSet_ClientIsSilent()
    {
        await using var app = Build();

        Assert.False(Logger(app, Category).IsEnabled(LogLevel.Critical));
        Assert.True(Logger(app, "Other").IsEnabled(LogLevel.Information));
    }

    [Theory]
    [InlineData("Warning", LogLevel.Information, LogLevel.Warning)]
    [InlineData("Debug", LogLevel.Trace, LogLevel.Debug)]
    public async Task AddRedisConnection_LevelSet_ClientLogsFromThatLevel(string level, LogLevel off, LogLevel on)
    {
        await using var app = Build($"--Logging:LogLevel:StackExchange.Redis={level}");

        Assert.False(Logger(app, Category).IsEnabled(off));
        Assert.True(Logger(app, Category).IsEnabled(on));
    }

    [Fact]
    public async Task AddRedisConnection_OnlyTheDefaultLevelSet_ClientIsSilent()
    {
        await using var app = Build("--Logging:LogLevel:Default=Debug");

        Assert.False(Logger(app, Category).IsEnabled(LogLevel.Critical));
        Assert.True(Logger(app, "Other").IsEnabled(LogLevel.Debug));
    }

    private static WebApplication Build(params string[] arguments)
    {
        var builder = WebApplication.CreateSlimBuilder(arguments);
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new SilentProvider());
        builder.AddRedisConnection("redis", "127.0.0.1:1", _ => { });
        return builder.Build();
    }

    private static ILogger Logger(WebApplication app, string category) =>
        app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

    private sealed class SilentProvider : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new RecordingLogger<SilentProvider>();

        public void Dispose()
        {
        }
    }
}
