using System.Text.Json;
using LoadBalancer.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace LoadBalancer.Tests.AppHost.Publishing;

public sealed class ManifestTests(PublishedManifest manifest) : IClassFixture<PublishedManifest>
{
    [Fact]
    public void Resources_Always_AreTheStoreOneGatewayTheDashboardAndTheServersThatStart()
    {
        string[] parameters = ["parameter.v0", "annotated.string", "value.v0"];

        Assert.Equal(
            [
                ("backend-1", "project.v0"),
                ("backend-2", "project.v0"),
                ("dashboard", "project.v0"),
                ("gateway", "project.v0"),
                ("redis", "container.v0"),
            ],
            manifest.Resources.EnumerateObject()
                .Select(resource => (resource.Name, TypeOf(resource.Value)))
                .Where(resource => !parameters.Contains(resource.Item2, StringComparer.Ordinal))
                .OrderBy(resource => resource.Name, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("gateway", 80)]
    [InlineData("dashboard", 59987)]
    public void Bindings_GatewayAndDashboard_AreExternal(string name, int port)
    {
        var http = Assert.Single(Resource(name).GetProperty("bindings").EnumerateObject());

        Assert.Equal("http", http.Name);
        Assert.Equal(port, http.Value.GetProperty("port").GetInt32());
        Assert.Equal(8080, http.Value.GetProperty("targetPort").GetInt32());
        Assert.True(http.Value.GetProperty("external").GetBoolean());
    }

    [Theory]
    [InlineData("backend-1", "http")]
    [InlineData("backend-2", "http")]
    [InlineData("redis", "tcp")]
    public void Bindings_ServersAndStore_AreInternal(string name, string binding)
    {
        var only = Assert.Single(Resource(name).GetProperty("bindings").EnumerateObject());

        Assert.Equal(binding, only.Name);
        Assert.False(only.Value.TryGetProperty("external", out _));
        Assert.False(only.Value.TryGetProperty("port", out _));
    }

    [Theory]
    [InlineData("backend-1")]
    [InlineData("backend-2")]
    public void Environment_Server_HasItsRegistrationSettings(string name)
    {
        var environment = EnvironmentOf(name);

        Assert.Equal(name, environment["SERVER_ID"]);
        Assert.Equal($"{{{name}.bindings.http.url}}", environment["Registration__Url"]);
        Assert.Equal("{redis.connectionString}", environment["ConnectionStrings__redis"]);
    }

    [Fact]
    public void Environment_Dashboard_HasTheStoreAndAGeneratedKey()
    {
        var environment = EnvironmentOf("dashboard");
        var key = Resource("dashboard-key").GetProperty("inputs").GetProperty("value");

        Assert.Equal("{redis.connectionString}", environment["ConnectionStrings__redis"]);
        Assert.Equal("{dashboard-key.value}", environment["Dashboard__ApiKey"]);
        Assert.True(key.GetProperty("secret").GetBoolean());
        Assert.Equal(32, key.GetProperty("default").GetProperty("generate").GetProperty("minLength").GetInt32());
    }

    [Fact]
    public void Environment_Gateway_HasTheStoreAndNoLocalSetting()
    {
        var environment = EnvironmentOf("gateway");

        Assert.Equal("{redis.connectionString}", environment["ConnectionStrings__redis"]);
        Assert.DoesNotContain(environment.Keys, key => key.StartsWith("Gateway__", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("dashboard")]
    [InlineData("backend-1")]
    public void Environment_EveryProject_TrustsNoForwardedHeadersAndSetsNoAddress(string name)
    {
        var environment = EnvironmentOf(name);

        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", environment.Keys);
        Assert.DoesNotContain("ASPNETCORE_URLS", environment.Keys);
        Assert.DoesNotContain("ASPNETCORE_CONTENTROOT", environment.Keys);
    }

    [Fact]
    public void Redis_Password_IsAGeneratedSecretInTheConnectionString()
    {
        var password = Resource("redis-password").GetProperty("inputs").GetProperty("value");

        Assert.Equal("{redis-password.value}", EnvironmentOf("redis")["REDIS_PASSWORD"]);
        Assert.StartsWith(
            "{redis.bindings.tcp.host}:{redis.bindings.tcp.port},password={redis-password.value}",
            Resource("redis").GetProperty("connectionString").GetString(),
            StringComparison.Ordinal);
        Assert.True(password.GetProperty("secret").GetBoolean());
        Assert.True(password.GetProperty("default").TryGetProperty("generate", out _));
        Assert.Contains("redis", Resource("redis").GetProperty("image").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gateway", "LoadBalancer.Gateway")]
    [InlineData("dashboard", "LoadBalancer.Dashboard")]
    [InlineData("backend-1", "LoadBalancer.Backend")]
    [InlineData("backend-2", "LoadBalancer.Backend")]
    public void Path_Project_IsRelativeAndExists(string name, string project)
    {
        var path = Resource(name).GetProperty("path").GetString()!;

        Assert.False(Path.IsPathRooted(path));
        Assert.Equal(Repository.PathOf(project, $"{project}.csproj"), Path.GetFullPath(path, manifest.Folder));
    }

    [Fact]
    public void Text_ExceptProjectPaths_HasNoLocalPath()
    {
        var strings = manifest.Resources.EnumerateObject()
            .SelectMany(resource => Strings(resource.Value).Select(value => (resource.Name, value.Path, value.Text)))
            .Where(value => value is not { Path: "path" });

        Assert.DoesNotContain(strings, value => value.Text.Contains(Repository.Root, StringComparison.Ordinal)
            || value.Text.Contains(AppContext.BaseDirectory, StringComparison.Ordinal)
            || (Path.IsPathRooted(value.Text) && value is not ("redis", "entrypoint", "/bin/sh")));
    }

    [Fact]
    public void Output_Publishing_DoesNotMentionStopping()
    {
        Assert.DoesNotContain(manifest.Lines, line => line.Contains("Stopping", StringComparison.Ordinal));
    }

    [Fact]
    public void AzureYaml_Project_IsTheAppHost()
    {
        var yaml = new YamlStream();
        using var reader = new StringReader(Repository.Read("azure.yaml"));
        yaml.Load(reader);
        var app = Assert.IsType<YamlMappingNode>(
            Assert.Single(Assert.IsType<YamlMappingNode>(yaml.Documents[0].RootNode["services"]).Children).Value);

        Assert.Equal("containerapp", app["host"].ToString());
        Assert.Equal("dotnet", app["language"].ToString());
        Assert.Equal(
            Repository.PathOf("LoadBalancer.AppHost", "LoadBalancer.AppHost.csproj"),
            Path.GetFullPath(app["project"].ToString(), Repository.Root));
        Assert.True(File.Exists(Path.GetFullPath(app["project"].ToString(), Repository.Root)));
    }

    private static string TypeOf(JsonElement resource) => resource.GetProperty("type").GetString()!;

    /// <summary>Returns every string in an element with the path of its property.</summary>
    private static IEnumerable<(string Path, string Text)> Strings(JsonElement element, string path = "") => element.ValueKind switch
    {
        JsonValueKind.Object =>
            element.EnumerateObject()
                .SelectMany(property => Strings(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Strings(item, path)),
        JsonValueKind.String => [(path, element.GetString()!)],
        _ => [],
    };

    private JsonElement Resource(string name) => manifest.Resources.GetProperty(name);

    private Dictionary<string, string> EnvironmentOf(string name) => Resource(name).GetProperty("env").EnumerateObject()
        .ToDictionary(variable => variable.Name, variable => variable.Value.GetString()!, StringComparer.Ordinal);
}
