namespace LoadBalancer.Tests.Support;

/// <summary>Handles tools that a test needs and the machine lacks: a failure in CI, a visible skip elsewhere.</summary>
internal static class Missing
{
    public static Exception Tool(string name)
    {
        var message = $"{name} is not installed on this machine.";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return new InvalidOperationException(message);
        }

        Assert.Skip(message);
        return new InvalidOperationException(message);
    }

    public static string? FindOnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}
