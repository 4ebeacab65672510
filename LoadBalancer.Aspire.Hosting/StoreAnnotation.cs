using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Aspire.Hosting;

/// <summary>The store that a gateway shares with its servers.</summary>
internal sealed record StoreAnnotation(IResourceBuilder<IResourceWithConnectionString> Store) : IResourceAnnotation;
