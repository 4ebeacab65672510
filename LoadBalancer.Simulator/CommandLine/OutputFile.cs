namespace LoadBalancer.Simulator.CommandLine;

/// <summary>Writes the files of <c>--out</c>. Messages begin with the option.</summary>
internal static class OutputFile
{
    private const string Option = "--out";

    /// <summary>Checks a path before anything is computed.</summary>
    /// <param name="path">The path.</param>
    /// <param name="extensions">The extensions that are allowed.</param>
    /// <exception cref="FormatException">
    /// The extension is not allowed, or the folder of the file does not exist; the message is one line for the user.
    /// </exception>
    public static void Check(string path, IReadOnlyList<string> extensions)
    {
        if (!extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            throw new FormatException($"The file '{path}' is not allowed: {Option} must end in {string.Join(", ", extensions)}.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new FormatException($"{Option}: the directory '{folder}' does not exist.");
        }

        if (Directory.Exists(path))
        {
            throw new FormatException($"{Option}: '{path}' is a directory, not a file.");
        }
    }

    /// <exception cref="IOException">The file cannot be written; the message is one line for the user.</exception>
    public static async Task WriteAsync(string path, byte[] bytes, CancellationToken token)
    {
        try
        {
            await File.WriteAllBytesAsync(path, bytes, token);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{Option}: {broken.Message}", broken);
        }
    }
}
