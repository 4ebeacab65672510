using LoadBalancer.AppHost.CommandLine;
using LoadBalancer.AppHost.Launching;
using Microsoft.Extensions.DependencyInjection;

namespace LoadBalancer.AppHost.Store;

/// <summary>
/// Adds the store that all processes share. Whatever its kind, they see a resource of the same name with a connection string.
/// </summary>
internal static class StoreExtensions
{
    public static IResourceBuilder<IResourceWithConnectionString> AddStore(
        this IDistributedApplicationBuilder builder, string name, AppHostOptions options)
    {
        if (options.Redis is { } connection)
        {
            var text = builder.AddParameter($"{name}-connection", connection, secret: true);
            return builder.AddConnectionString(name, ReferenceExpression.Create($"{text}"));
        }

        return builder.ExecutionContext.IsPublishMode || options.Store == StoreKind.Container
            ? builder.AddContainerStore(name, options.RedisVolume)
            : builder.AddEmbeddedStore(name);
    }

    private static IResourceBuilder<RedisResource> AddContainerStore(
        this IDistributedApplicationBuilder builder, string name, string? volume)
    {
        var redis = builder.AddRedis(name).WithRestart();
        return volume is null ? redis : redis.WithDataVolume(volume);
    }

    private static IResourceBuilder<EmbeddedRedisResource> AddEmbeddedStore(this IDistributedApplicationBuilder builder, string name)
    {
        var password = builder.AddParameter(
            $"{name}-password", new GenerateParameterDefault { MinLength = 22, Special = false }, secret: true);
        var assembly = ProjectOutputs.AssemblyOf("LoadBalancer.Store");
        var resource = new EmbeddedRedisResource(name, DotnetHost.Locate(), Path.GetDirectoryName(assembly)!, password.Resource);

        var check = $"{name}-ping";
        var connectionString = "";
        builder.Eventing.Subscribe<ConnectionStringAvailableEvent>(
            resource,
            async (_, cancellationToken) => connectionString = await resource.ConnectionStringExpression.GetValueAsync(cancellationToken)
                ?? "");
        builder.Services.AddHealthChecks().AddRedis(_ => connectionString, check);

        return builder.AddResource(resource)
            .WithArgs(Path.GetFileName(assembly))
            .WithEndpoint(
                name: EmbeddedRedisResource.EndpointName, scheme: EmbeddedRedisResource.EndpointName, env: "STORE_PORT", isProxied: false)
            .WithEnvironment("STORE_PASSWORD", password)
            .WithHealthCheck(check)
            .WithIconName("Database")
            .WithRestart();
    }
}
