using System.Globalization;
using System.Text.RegularExpressions;
using LoadBalancer.Store;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>Tests the code that the README tells users to write for their own servers, copied from the README.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loadbalancer-readme-");

    private static string Readme => Repository.Read("README.md");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Program_FromTheReadme_ServesBehindTheGateway()
    {
        var program = await BuildAsync(CSharp().Match(Readme).Groups["code"].Value);
        using var store = EmbeddedStore.Start();
        (string, string) redis = ("ConnectionStrings__redis", store.ConnectionString);
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Find()}");
        await using var gateway = RunningProgram.Start(
            Programs.Gateway, [], redis, ("ASPNETCORE_URLS", url), ("Gateway__WarmUp", "00:00:00"));
        await using var server = RunningProgram.Start(program, [], redis, ("SERVER_ID", "mine"), ("ASPNETCORE_URLS", "http://127.0.0.1:0"));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(url) };

        var greeting = string.Create(CultureInfo.InvariantCulture, $"Hello from {server.Id}");
        await server.UntilAsync(
            "the gateway relays to it",
            async () => await TryGetAsync(client) is { } text && string.Equals(text, greeting, StringComparison.Ordinal),
            Patience);
        await gateway.UntilAsync("it is healthy", async () => (await client.GetAsync("/healthcheck", Token)).IsSuccessStatusCode, Patience);

        server.Terminate();
        Assert.Equal(0, await server.ExitCodeAsync());
        await AssertReportsAsync(program, ["ConnectionStrings:redis"]);
        await AssertReportsAsync(program, ["ConnectionStrings:redis", "Registration:Lease"], ("Registration__Lease", "xx"));
        await AssertReportsAsync(program, ["Registration:Id"], redis, ("SERVER_ID", "not an id"));
        await AssertReportsAsync(program, ["Registration:Weight"], redis, ("Registration__Weight", "abc"));
        await AssertReportsAsync(program, ["Registration:HealthPath"], redis, ("Registration__HealthPath", "nohealth"));
        await AssertReportsAsync(
            program, ["Registration:Leese", "Registry:Cluster"], redis, ("Registration__Leese", "00:00:10"), ("Registry__Cluster", "a b"));
    }

    /// <summary>Asserts that the program rejects its settings with one line each and prints nothing else.</summary>
    private static async Task AssertReportsAsync(string program, string[] settings, params (string, string)[] environment)
    {
        await using var server = RunningProgram.Start(program, [], [.. environment, ("ASPNETCORE_URLS", "http://127.0.0.1:0")]);
        var exitCode = await server.ExitCodeAsync();

        Assert.Empty(server.Lines);
        Assert.Equal(settings.Length, server.ErrorLines.Count);
        Assert.All(settings, setting => Assert.Contains(server.ErrorLines, line =>
            line.StartsWith("error: ", StringComparison.Ordinal) && line.Contains(setting, StringComparison.Ordinal)));
        Assert.Equal(2, exitCode);
    }

    private static async Task<string?> TryGetAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync("/", Token);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(Token) : null;
        }
        catch (HttpRequestException)
        {
            // The gateway does not listen yet.
            return null;
        }
    }

    /// <summary>Builds a project as <c>dotnet new web</c> creates it, with the reference that the README names.</summary>
    private async Task<string> BuildAsync(string code)
    {
        Assert.Contains("AddLoadBalancerServer", code, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "Program.cs"), code, Token);
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "Mine.csproj"),
            $"""
             <Project Sdk="Microsoft.NET.Sdk.Web">
               <PropertyGroup>
                 <TargetFramework>net10.0</TargetFramework>
                 <Nullable>enable</Nullable>
                 <ImplicitUsings>enable</ImplicitUsings>
                 <BuildProjectReferences>false</BuildProjectReferences>
               </PropertyGroup>
               <ItemGroup>
                 <ProjectReference Include="{Repository.PathOf("LoadBalancer.Registration", "LoadBalancer.Registration.csproj")}" />
               </ItemGroup>
             </Project>
             """,
            Token);
        var result = await Tool.RunAsync("dotnet", "build", _folder.FullName, "-c", Configuration(), "-nodeReuse:false", "-v:quiet");
        Assert.True(result.ExitCode == 0, result.StandardOutput);
        return Path.Combine(_folder.FullName, "bin", Configuration(), "net10.0", "Mine.dll");
    }

    /// <summary>Returns the build configuration of the tests: the reference must use the same one, because it is not built again.</summary>
    private static string Configuration() =>
        typeof(ReadmeTests).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyConfigurationAttribute), inherit: false)
            .Cast<System.Reflection.AssemblyConfigurationAttribute>().Single().Configuration;

    [GeneratedRegex(
        "^```csharp\\n(?<code>.*?)^```",
        RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CSharp();
}
