using k8s.Models;
using LoadBalancer.Aspire.Hosting;
using LoadBalancer.Gateway.Readiness;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Deployment;

/// <summary>Checks deploy/kubernetes beyond its schema.</summary>
public sealed class KubernetesTests
{
    private static readonly string[] Own = ["gateway", "server", "dashboard"];

    public static TheoryData<string> Pods => [.. Manifests.Pods.Keys];

    [Fact]
    public void Files_All_AreListedAndExist()
    {
        var there = Directory.EnumerateFiles(Repository.PathOf("deploy", "kubernetes"), "*.yaml").Select(file => Path.GetFileName(file)!);

        Assert.Equal(
            there.Except(["kustomization.yaml"], StringComparer.Ordinal).Order(StringComparer.Ordinal),
            Manifests.Files.Order(StringComparer.Ordinal));
        Assert.Equal(["dashboard", "gateway", "redis", "server"], Manifests.Pods.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pods))]
    public void Pod_HasLeastPrivilege(string name)
    {
        var pod = Manifests.Pods[name].Spec;

        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.All(pod.Containers, container =>
        {
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Contains("memory", container.Resources.Limits.Keys);
            Assert.Contains("cpu", container.Resources.Requests.Keys);
        });
    }

    [Theory]
    [MemberData(nameof(Pods))]
    public void Pod_EveryReference_Resolves(string name)
    {
        var pod = Manifests.Pods[name].Spec;

        Assert.All(pod.Containers, container =>
        {
            var ports = container.Ports.Select(port => port.Name).ToArray();
            V1Probe?[] probes = [container.StartupProbe, container.ReadinessProbe, container.LivenessProbe];
            Assert.NotNull(container.ReadinessProbe);
            Assert.NotNull(container.LivenessProbe);
            Assert.All(probes.OfType<V1Probe>(), probe => Assert.Contains((string)(probe.HttpGet?.Port ?? probe.TcpSocket.Port), ports));
            Assert.All(container.VolumeMounts, mount => Assert.Contains(mount.Name, VolumesOf(name)));
        });
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("server")]
    [InlineData("dashboard")]
    public void Pod_Own_MatchesTheContainerRules(string name)
    {
        var pod = Manifests.Pods[name].Spec;
        var container = pod.Containers.Single();

        Assert.Equal(ContainerRules.User, pod.SecurityContext.RunAsUser);
        Assert.Equal(ContainerRules.Port, container.Ports.Single().ContainerPort);
        Assert.Equal(ContainerRules.HealthPath, container.ReadinessProbe.HttpGet.Path);
        Assert.Equal("connection", container.Env.Single(variable => string.Equals(
            variable.Name, "ConnectionStrings__redis", StringComparison.Ordinal)).ValueFrom.SecretKeyRef.Key);
    }

    [Fact]
    public void Gateway_Stopping_HasTimeToLeaveRotationAndToDrain()
    {
        var pod = Manifests.Pods["gateway"].Spec;

        Assert.Equal(ContainerRules.LeadSeconds, pod.Containers.Single().Lifecycle.PreStop.Sleep.Seconds);
        Assert.Equal(ContainerRules.StopSeconds + ContainerRules.LeadSeconds, pod.TerminationGracePeriodSeconds);
        Assert.Equal(ContainerRules.StopSeconds, Manifests.Pods["server"].Spec.TerminationGracePeriodSeconds);

        // A restart does not help a gateway without servers.
        Assert.Null(pod.Containers.Single().LivenessProbe.HttpGet);
    }

    [Fact]
    public void Gateway_WarmingUp_FitsTheStartupProbe()
    {
        var probe = Manifests.Pods["gateway"].Spec.Containers.Single().StartupProbe;

        Assert.InRange(new WarmUpOptions().WarmUp.TotalSeconds, 0, probe.PeriodSeconds!.Value * probe.FailureThreshold!.Value / 2.0);
    }

    [Fact]
    public void Server_RegistersItsPodsAddressUnderItsPodsName()
    {
        var variables = Manifests.Pods["server"].Spec.Containers.Single().Env
            .ToDictionary(variable => variable.Name, StringComparer.Ordinal);

        Assert.Equal("metadata.name", variables[LoadBalancerSettings.ServerId].ValueFrom.FieldRef.FieldPath);
        Assert.Equal("status.podIP", variables["POD_IP"].ValueFrom.FieldRef.FieldPath);
        Assert.Equal($"http://$(POD_IP):{ContainerRules.Port}", variables[LoadBalancerSettings.ServerUrl].Value);
        Assert.True(variables.Keys.ToList().IndexOf("POD_IP") < variables.Keys.ToList().IndexOf(LoadBalancerSettings.ServerUrl));
    }

    [Fact]
    public void Selectors_All_ChooseExactlyOnePod()
    {
        Assert.All(Manifests.Of<V1Service>(), service =>
        {
            var pod = Assert.Single(Manifests.Chosen(service.Spec.Selector));
            var ports = pod.Spec.Containers.SelectMany(container => container.Ports).Select(port => port.Name);
            Assert.All(service.Spec.Ports, port => Assert.Contains((string)port.TargetPort, ports));
        });
        Assert.All(Manifests.Of<V1PodDisruptionBudget>(), budget => Assert.Single(Manifests.Chosen(budget.Spec.Selector.MatchLabels)));
        Assert.All(Manifests.Of<V1Deployment>(), deployment => Assert.Single(Manifests.Chosen(deployment.Spec.Selector.MatchLabels)));
        Assert.All(Manifests.Of<V1StatefulSet>(), set =>
        {
            Assert.Single(Manifests.Chosen(set.Spec.Selector.MatchLabels));
            Assert.Contains(
                Manifests.Of<V1Service>(), service => string.Equals(service.Metadata.Name, set.Spec.ServiceName, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void NetworkPolicies_AllowOnlyTheNecessaryTraffic()
    {
        var policies = Manifests.Of<V1NetworkPolicy>().ToDictionary(policy => policy.Metadata.Name, StringComparer.Ordinal);

        Assert.Null(policies["nobody"].Spec.PodSelector.MatchLabels);
        Assert.Null(policies["nobody"].Spec.Ingress);
        Assert.Equal(["gateway"], FromOf(policies["server"]));
        Assert.Equal(Own.Order(StringComparer.Ordinal), FromOf(policies["redis"]).Order(StringComparer.Ordinal));
        Assert.Null(policies["gateway"].Spec.Ingress.Single().FromProperty);
        Assert.DoesNotContain(
            "app.kubernetes.io/name", policies["dashboard"].Spec.Ingress.Single().FromProperty.Single().PodSelector.MatchLabels.Keys);
        Assert.All(policies.Values.Where(policy => policy.Spec.Ingress is not null), policy =>
        {
            var pod = Assert.Single(Manifests.Chosen(policy.Spec.PodSelector.MatchLabels));
            var ports = pod.Spec.Containers.SelectMany(container => container.Ports).Select(port => port.Name);
            Assert.All(policy.Spec.Ingress.SelectMany(rule => rule.Ports), port => Assert.Contains((string)port.Port, ports));
        });
    }

    [Fact]
    public void Autoscaler_ScalesGatewaysWhoseDeploymentSetsNoReplicas()
    {
        var autoscaler = Assert.Single(Manifests.Of<V2HorizontalPodAutoscaler>());

        var deployment = Assert.Single(
            Manifests.Of<V1Deployment>(),
            deployment => string.Equals(deployment.Metadata.Name, autoscaler.Spec.ScaleTargetRef.Name, StringComparison.Ordinal));
        Assert.Null(deployment.Spec.Replicas);
        Assert.True(autoscaler.Spec.MinReplicas >= 2);
        Assert.Equal("cpu", autoscaler.Spec.Metrics.Single().Resource.Name);
    }

    [Fact]
    public void Secrets_OfTheDeployment_AreNotInTheFiles()
    {
        Assert.Empty(Manifests.Of<V1Secret>());
        Assert.All(Own, name => Assert.DoesNotContain(Manifests.Pods[name].Spec.Containers.Single().Env, variable =>
            (variable.Name.StartsWith("ConnectionStrings", StringComparison.Ordinal)
                || variable.Name.StartsWith("Dashboard", StringComparison.Ordinal)) && variable.Value is not null));
    }

    private static IEnumerable<string> VolumesOf(string name)
    {
        var claims = Manifests.Of<V1StatefulSet>().Where(set => string.Equals(set.Metadata.Name, name, StringComparison.Ordinal))
            .SelectMany(set => set.Spec.VolumeClaimTemplates ?? [])
            .Select(claim => claim.Metadata.Name);
        return (Manifests.Pods[name].Spec.Volumes ?? []).Select(volume => volume.Name).Concat(claims);
    }

    private static IEnumerable<string> FromOf(V1NetworkPolicy policy) =>
        policy.Spec.Ingress.SelectMany(rule => rule.FromProperty).Select(peer => peer.PodSelector.MatchLabels["app.kubernetes.io/name"]);
}
