using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Aspire.Hosting.Stopping;

namespace LoadBalancer.Aspire.Hosting;

internal static class StoreExtensions
{
    /// <summary>Gives a resource the store's connection string and makes it wait for the store. The store is then stopped last.</summary>
    public static IResourceBuilder<T> UseStore<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithConnectionString> store)
        where T : IResourceWithEnvironment, IResourceWithWaitSupport
    {
        store.WithAnnotation(new StopStageAnnotation(StopStage.Store), ResourceAnnotationMutationBehavior.Replace);
        return builder.WithReference(store, LoadBalancerSettings.Store).WaitFor(store);
    }
}
