using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace LoadBalancer.ServiceDefaults.Redis;

/// <summary>The connection with Aspire's client integration: the same, with its health check and traces of commands.</summary>
internal static class RedisClient
{
    public static void Register(WebApplicationBuilder builder, string name, string connectionString) =>
        builder.AddRedisClient(
            name,
            settings => settings.ConnectionString = connectionString,
            RedisConnectionExtensions.Configure);
}
