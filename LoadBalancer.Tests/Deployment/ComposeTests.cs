using System.Globalization;
using System.Text.RegularExpressions;
using LoadBalancer.Tests.Support;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace LoadBalancer.Tests.Deployment;

/// <summary>Checks compose.yaml and the Dockerfile statically; eng/containers/test runs them.</summary>
public sealed partial class ComposeTests
{
    private static readonly Dictionary<string, object> Compose =
        new DeserializerBuilder()
            .Build()
            .Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(new StringReader(Repository.Read("compose.yaml")))));

    [Theory]
    [InlineData("backend")]
    [InlineData("gateway")]
    [InlineData("dashboard")]
    public void Service_Own_HasLeastPrivilegeAndTimeToDrain(string name)
    {
        var service = Service(name);

        Assert.Equal("true", service["read_only"]);
        Assert.Equal(["ALL"], List(service["cap_drop"]));
        Assert.Equal("unless-stopped", service["restart"]);
        Assert.Equal($"{ContainerRules.StopSeconds}s", service["stop_grace_period"]);
        Assert.Equal(
            $"redis:6379,password=${{REDIS_PASSWORD:?is missing}}",
            ((Dictionary<object, object>)service["environment"])["ConnectionStrings__redis"]);
    }

    [Fact]
    public void Ports_Published_AreThoseOfTheGatewayAndTheDashboard()
    {
        Assert.Equal(["${GATEWAY_PORT:-80}:8080"], List(Service("gateway")["ports"]));
        Assert.Equal(["${DASHBOARD_PORT:-59987}:8080"], List(Service("dashboard")["ports"]));
        Assert.DoesNotContain("ports", Service("redis").Keys);
        Assert.DoesNotContain("ports", Service("backend").Keys);
        Assert.Equal(["back"], List(Service("backend")["networks"]));
        Assert.Equal(["back"], List(Service("redis")["networks"]));
    }

    [Fact]
    public void Secrets_All_HaveNoDefault()
    {
        var text = Repository.Read("compose.yaml");

        Assert.All(Secret().Matches(text), use => Assert.StartsWith(":?", use.Groups["rule"].Value, StringComparison.Ordinal));
        Assert.Equal(4, Secret().Count(text));
    }

    [Fact]
    public void Dockerfile_Runtime_FollowsTheRules()
    {
        var dockerfile = Repository.Read("Dockerfile");

        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"USER {ContainerRules.User}:{ContainerRules.User}"),
            dockerfile,
            StringComparison.Ordinal);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"ASPNETCORE_HTTP_PORTS={ContainerRules.Port}"),
            dockerfile,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "\nRUN ", dockerfile[dockerfile.IndexOf("FROM ${RUNTIME_IMAGE}", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LoadBalancer.Backend")]
    [InlineData("LoadBalancer.Dashboard")]
    [InlineData("LoadBalancer.Gateway")]
    public void Dockerfile_Restore_CopiesEveryReferencedProject(string project)
    {
        var dockerfile = Repository.Read("Dockerfile");
        var ignore = Repository.Read(".dockerignore");

        Assert.All(ReferencesOf(project).Append(project), reference =>
        {
            Assert.Contains($"COPY {reference}/{reference}.csproj {reference}/", dockerfile, StringComparison.Ordinal);
            Assert.Contains($"!{reference}\n", ignore, StringComparison.Ordinal);
        });
    }

    private static IEnumerable<string> ReferencesOf(string project) =>
        Reference()
            .Matches(Repository.Read(project, $"{project}.csproj"))
            .Select(match => match.Groups["project"].Value)
            .SelectMany(name => ReferencesOf(name).Append(name));

    private static Dictionary<object, object> Service(string name) =>
        (Dictionary<object, object>)((Dictionary<object, object>)Compose["services"])[name];

    private static IEnumerable<string> List(object value) => ((List<object>)value).Cast<string>();

    [GeneratedRegex(
        """\$\{(?:REDIS_PASSWORD|DASHBOARD_API_KEY)(?<rule>[^}]*)\}""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Secret();

    [GeneratedRegex(
        """ProjectReference Include="\.\./(?<project>LoadBalancer\.\w+)/""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
