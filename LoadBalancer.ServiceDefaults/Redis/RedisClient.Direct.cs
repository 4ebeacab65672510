using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LoadBalancer.ServiceDefaults.Redis;

/// <summary>The connection without Aspire's packages: StackExchange.Redis alone.</summary>
internal static class RedisClient
{
    public static void Register(WebApplicationBuilder builder, string name, string connectionString)
    {
        var configuration = ConfigurationOptions.Parse(connectionString);
        RedisConnectionExtensions.Configure(configuration);
        builder.Services.AddSingleton<IConnectionMultiplexer>(services =>
        {
            configuration.LoggerFactory = services.GetRequiredService<ILoggerFactory>();
            return ConnectionMultiplexer.Connect(configuration);
        });
    }
}
