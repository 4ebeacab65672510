namespace LoadBalancer.Cluster.Checks;

internal static class ChecksExtensions
{
    public static void AddChecks(this IServiceCollection services)
    {
        services.AddSingleton<CheckBuffer>();
        services.AddHostedService<CheckFlusher>();
    }
}
