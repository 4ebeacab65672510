using k8s;
using k8s.Models;
using LoadBalancer.Tests.Support;
using YamlDotNet.Serialization;

namespace LoadBalancer.Tests.Deployment;

/// <summary>Reads deploy/kubernetes strictly: an unknown field or a wrong type is an error.</summary>
internal static class Manifests
{
    public static string[] Files { get; } = ReadResources();

    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> All { get; } =
        [.. Files.SelectMany(file => KubernetesYaml.LoadAllFromString(Repository.Read("deploy", "kubernetes", file), strict: true))
            .Cast<IKubernetesObject<V1ObjectMeta>>()];

    /// <summary>The template of every pod that the manifests create, by the name of the owning resource.</summary>
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

    /// <summary>Returns the pods that the labels select.</summary>
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
