namespace LoadBalancer.Proxy.Exchange.Streams;

internal static class StreamsExtensions
{
    public static void AddStreamRelays(this IServiceCollection services)
    {
        services.AddSingleton<StreamRelays>();
        services.AddHostedService(provider => provider.GetRequiredService<StreamRelays>());
    }
}
