using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Architecture;

/// <summary>Checks layout rules for the source of the product and the tests that no analyzer covers.</summary>
public sealed class SourceTests
{
    private const int MostColumns = 140;

    private static readonly string[] Generated = ["bin", "obj", ".git"];

    [Fact]
    public void Line_OfASourceFile_HasAtMost140Columns()
    {
        var files = Files(new DirectoryInfo(Repository.Root)).ToArray();

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(LongLines));
    }

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder) =>
    [
        .. folder.EnumerateFiles("*.cs"),
        .. folder.EnumerateDirectories()
            .Where(child => !Generated.Contains(child.Name, StringComparer.Ordinal))
            .SelectMany(Files),
    ];

    private static IEnumerable<string> LongLines(FileInfo file) => File.ReadLines(file.FullName)
        .Index()
        .Where(line => line.Item.Length > MostColumns)
        .Select(line => $"{Path.GetRelativePath(Repository.Root, file.FullName)}:{line.Index + 1}");
}
