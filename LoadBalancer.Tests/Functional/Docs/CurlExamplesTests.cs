using System.Text.RegularExpressions;
using LoadBalancer.Tests.Functional.Dashboard;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Functional.Docs;

/// <summary>
/// Runs the commands with curl that the README and the docs show, page by page in their order, as a reader would, with the ports of a
/// gateway and a dashboard of this test.
/// </summary>
public sealed partial class CurlExamplesTests : IAsyncLifetime
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("loadbalancer-curl-");
    private TestCluster _cluster = null!;
    private DashboardHost _dashboard = null!;

    /// <summary>The pages with such commands, and how many they have.</summary>
    public static TheoryData<string, int> Pages => new()
    {
        { "README.md", 5 },
        { "docs/operations.md", 10 },
        { "docs/troubleshooting.md", 6 },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartWithServersAsync(2);
        _dashboard = await DashboardHost.StartWithServersAsync();
        await _dashboard.Registry.ApplyAsync(Changes.Join("backend-2"), Token);
        await _dashboard.FollowAsync();

        // Options that a reader need not type: the exit code tells of a status that is an error.
        await File.WriteAllTextAsync(Path.Combine(_home.FullName, ".curlrc"), "fail-with-body\nsilent\nshow-error\n", Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _cluster.DisposeAsync();
        _home.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Commands_OfAPage_Work(string page, int count)
    {
        var commands = CommandsOf(Repository.Read(page)).ToArray();
        Assert.Equal(count, commands.Length);
        foreach (var command in commands)
        {
            var result = await Tool.RunAsync("env", $"CURL_HOME={_home.FullName}", "sh", "-c", WithPorts(command));

            Assert.True(result.ExitCode == 0, $"{command}\n{result.StandardOutput}{result.StandardError}");
        }
    }

    [Fact]
    public void Pages_WithCommands_AreAllListed() => Assert.Equal(
        Pages.Select(page => page.Data.Item1).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Append(Repository.PathOf("README.md"))
            .Where(file => CommandsOf(File.ReadAllText(file)).Any())
            .Select(file => Path.GetRelativePath(Repository.PathOf("."), file))
            .Order(StringComparer.Ordinal));

    private static IEnumerable<string> CommandsOf(string page) => ShellBlock().Matches(page)
        .SelectMany(block => block.Groups["lines"].Value.Split('\n'))
        .Where(line => line.StartsWith("curl ", StringComparison.Ordinal));

    private string WithPorts(string command) => Host().Replace(
        command,
        host => host.Groups["port"].Value switch
        {
            "" => _cluster.Gateway.Address.Authority,
            ":59987" => _dashboard.Client.BaseAddress!.Authority,
            var port => throw new InvalidOperationException($"What listens on {port}? {command}"),
        });

    [GeneratedRegex("^```sh\\n(?<lines>[^`]*)^```$", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex ShellBlock();

    /// <summary>The host of a command's URL, but not that of a server in its body.</summary>
    [GeneratedRegex("(?<=[ '/])localhost(?<port>(?::59987)?)(?=/)", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Host();
}
