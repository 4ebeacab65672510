using k8s;
using k8s.Models;
using LoadBalancer.Tests.Support;
using YamlDotNet.Serialization;

namespace LoadBalancer.Tests.Deployment;

/// <summary>deploy/kubernetes as Kubernetes reads it: a field that it does not know, or of another type, is an error here.</summary>
internal static class Manifests
{
    public static string[] Files { get; } = ReadResources();

    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> All { get; } =
        [.. Files.SelectMany(file => KubernetesYaml.LoadAllFromString(Repository.Read("deploy", "kubernetes", file), strict: true))
            .Cast<IKubernetesObject<V1ObjectMeta>>()];

    /// <summary>Every pod that something here makes, by the name of what makes it.</summary>
    public static IReadOnlyDictionary<string, V1PodTemplateSpec> Pods { get; } = All
        .Select(resource => resource switch
        {
            V1Deployment deployment => (deployment.Metadata.Name, deployment.Spec.Template),
            V1StatefulSet set => (set.Metadata.Name, set.Spec.Template),
            _ => ("", null!),
        })
        .Where(pod => pod.Template is not null)
        .ToDictionary(pod => pod.Name, pod => pod.Template, StringComparer.Ordinal);

    public static IEnumerable<T> Of<T>() => All.OfType<T>();

    /// <summary>The pods that labels choose.</summary>
    public static V1PodTemplateSpec[] Chosen(IDictionary<string, string> labels) =>
        [.. Pods.Values.Where(pod => labels.All(label => pod.Metadata.Labels.TryGetValue(label.Key, out var value)
            && string.Equals(value, label.Value, StringComparison.Ordinal)))];

    private static string[] ReadResources()
    {
        var kustomization = new DeserializerBuilder()
            .Build()
            .Deserialize<Dictionary<string, object>>(Repository.Read("deploy", "kubernetes", "kustomization.yaml"));
        return [.. ((List<object>)kustomization["resources"]).Cast<string>()];
    }
}
