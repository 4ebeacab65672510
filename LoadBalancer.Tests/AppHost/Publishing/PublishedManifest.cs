using System.Text.Json;
using LoadBalancer.Tests.EndToEnd;

namespace LoadBalancer.Tests.AppHost.Publishing;

/// <summary>The manifest that the AppHost publishes for azd.</summary>
public sealed class PublishedManifest : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lb-manifest-");

    /// <summary>The text of the manifest.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The resources in the manifest.</summary>
    public JsonElement Resources { get; private set; }

    /// <summary>The directory of the manifest; paths of projects are relative to it.</summary>
    public string Folder => _directory.FullName;

    /// <summary>The output of the AppHost.</summary>
    public IReadOnlyList<string> Lines { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var path = Path.Combine(Folder, "manifest.json");
        await using var appHost = RunningProgram.Start(
            Programs.AppHost,
            ["--publisher", "manifest", "--output-path", path, "--backends", "2", "--gateways", "2"],
            ("Gateway__ManagementPort", "9500"),
            ("Gateway__SlowStart", "00:01:00"));
        Assert.Equal(0, await appHost.ExitCodeAsync());
        Lines = [.. appHost.Lines, .. appHost.ErrorLines];
        Text = await File.ReadAllTextAsync(path);
        using var document = JsonDocument.Parse(Text);
        Resources = document.RootElement.GetProperty("resources").Clone();
    }

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
