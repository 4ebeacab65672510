namespace LoadBalancer.Cluster.Events;

internal static class EventsExtensions
{
    public static void AddEvents(this IServiceCollection services)
    {
        services.AddSingleton<EventQueue>();
        services.AddHostedService<EventFlusher>();
    }
}
