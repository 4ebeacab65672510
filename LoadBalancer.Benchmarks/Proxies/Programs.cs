namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>Checks the requirements of measurements with external programs.</summary>
internal static class Programs
{
    private static IEnumerable<string> Folders =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin");

    /// <summary>Returns whether the programs and two cores are available, and logs what is missing.</summary>
    public static async Task<bool> AreAvailableAsync(TextWriter log, params string[] names)
    {
        var missing = names.Where(name => !Folders.Any(folder => File.Exists(Path.Combine(folder, name)))).ToArray();
        if (missing.Length == 0 && Environment.ProcessorCount >= 2)
        {
            return true;
        }

        await log.WriteLineAsync($"error: requires two cores; missing programs: {string.Join(", ", missing.DefaultIfEmpty("none"))}");
        return false;
    }
}
