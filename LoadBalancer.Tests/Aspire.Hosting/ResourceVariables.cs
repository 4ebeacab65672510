using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace LoadBalancer.Tests.Aspire.Hosting;

/// <summary>Reads the environment variables that the model gives a resource; nothing is resolved, so nothing has to run.</summary>
internal static class ResourceVariables
{
    /// <summary>
    /// Returns the values as they appear in a manifest: references are expressions such as <c>{redis.connectionString}</c>.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, string>> TextAsync(
        IResource resource, DistributedApplicationExecutionContext context)
    {
        var values = await ValuesAsync(resource, context);
        return values.ToDictionary(
            pair => pair.Key,
            pair => pair.Value is IManifestExpressionProvider expression ? expression.ValueExpression : pair.Value.ToString()!,
            StringComparer.Ordinal);
    }

    /// <summary>Returns the values as the model holds them.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> ValuesAsync(
        IResource resource, DistributedApplicationExecutionContext context)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        var collected = new EnvironmentCallbackContext(context, resource, values, TestContext.Current.CancellationToken);
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await callback.Callback(collected);
        }

        return values;
    }
}
