using System.Reflection;
using System.Xml.Linq;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Architecture;

/// <summary>Checks the dependencies between projects against the table in docs/architecture.md.</summary>
public sealed class ReferenceTests
{
    /// <summary>The assembly of <c>IPAddress</c>, which is a value.</summary>
    private const string Addresses = "System.Net.Primitives";

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Http"] = [],
        ["Presentation"] = [],
        ["Cluster"] = ["Core"],
        ["Redis"] = ["Core", "Cluster"],
        ["Registration"] = ["Core", "Redis"],
        ["ServiceDefaults"] = [],
        ["Proxy"] = ["Core", "Http", "Cluster"],
        ["Yarp"] = ["Core", "Http", "Cluster", "Proxy"],
        ["Gateway"] = ["Core", "Cluster", "Proxy", "Redis", "ServiceDefaults", "Yarp"],
        ["Dashboard"] = ["Core", "Cluster", "Presentation", "Redis", "ServiceDefaults"],
        ["Backend"] = ["Registration", "ServiceDefaults"],
        ["Aspire.Hosting"] = [],
        ["Store"] = [],
        ["AppHost"] = ["Aspire.Hosting", "Redis", "ServiceDefaults", "Gateway", "Backend", "Dashboard", "Store"],
        ["Simulator"] = ["Core", "Cluster", "Presentation"],
        ["Benchmarks"] = ["Core", "Dashboard", "Gateway"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_ReferencesOnlyAllowedProjects(string project)
    {
        var referenced = ItemsOf(project, "ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference).Replace("LoadBalancer.", "", StringComparison.Ordinal));

        Assert.Subset(Allowed[project].ToHashSet(StringComparer.Ordinal), referenced.ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("LoadBalancer.Core")]
    [InlineData("LoadBalancer.Http")]
    [InlineData("LoadBalancer.Presentation")]
    public void PureProject_ReferencesOnlyTheBaseLibraryWithoutTheNetwork(string project)
    {
        var referenced = Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!).ToArray();

        Assert.All(referenced, name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
        Assert.DoesNotContain(
            referenced,
            name => name.StartsWith("System.Net", StringComparison.Ordinal) && name is not Addresses);
    }

    [Theory]
    [InlineData("LoadBalancer.Dashboard", "Scalar.AspNetCore", "Api")]
    public void Package_IsUsedOnlyInItsFolder(string project, string package, string folder)
    {
        var users = Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(Repository.Root, project), file))
            .Where(file => !file.StartsWith("obj", StringComparison.Ordinal) && !file.StartsWith("bin", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(Path.Combine(Repository.Root, project, file)).Contains(
                $"using {package}", StringComparison.Ordinal))
            .ToArray();

        Assert.NotEmpty(users);
        Assert.All(users, file => Assert.StartsWith(folder + Path.DirectorySeparatorChar, file, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("StackExchange.Redis", "Redis", "ServiceDefaults", "AppHost")]
    [InlineData("Yarp.ReverseProxy", "Yarp")]
    public void Package_IsReferencedOnlyWhereItIsWrapped(string package, params string[] projects)
    {
        var users = Allowed.Keys.Except(["Benchmarks"], StringComparer.Ordinal)
            .Where(project => PackagesOf(project).Contains(package, StringComparer.Ordinal));

        Assert.Equal(projects, users);
    }

    [Fact]
    public void Project_IsInTheTable()
    {
        var folders = Directory.EnumerateDirectories(Repository.Root, "LoadBalancer.*")
            .Select(folder => Path.GetFileName(folder)["LoadBalancer.".Length..]);

        Assert.Equal(Allowed.Keys.Append("Tests").Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void SourceFile_IsNoLongerThan350Lines()
    {
        var files = Directory.EnumerateDirectories(Repository.Root, "LoadBalancer.*")
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

        Assert.All(files, file => Assert.True(File.ReadLines(file).Count() <= 350, file));
    }

    private static IEnumerable<string> PackagesOf(string project) => ItemsOf(project, "PackageReference");

    private static IEnumerable<string> ItemsOf(string project, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, $"LoadBalancer.{project}", $"LoadBalancer.{project}.csproj"))
            .Descendants(kind)
            .Select(item => item.Attribute("Include")!.Value);
}
