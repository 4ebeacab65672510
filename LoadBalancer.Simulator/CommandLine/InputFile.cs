namespace LoadBalancer.Simulator.CommandLine;

/// <summary>Opens the input files that arguments name. Messages begin with the argument.</summary>
internal static class InputFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Opens a file for reading, also one that is being written.</summary>
    /// <param name="argument">The option or input that names the file; error messages begin with it.</param>
    /// <param name="path">The path.</param>
    /// <exception cref="FormatException">
    /// The path is empty, is a directory, or does not exist; the message is one line for the user.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read; the message is one line for the user.</exception>
    public static FileStream Open(string argument, string path)
    {
        if (path.Length == 0)
        {
            throw new FormatException($"{argument}: missing file path.");
        }

        if (Directory.Exists(path))
        {
            throw new FormatException($"{argument}: '{path}' is a directory, not a file.");
        }

        try
        {
            return new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, useAsync: true);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FormatException($"{argument}: the file '{path}' does not exist.", missing);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{argument}: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <inheritdoc cref="Open"/>
    public static async Task<byte[]> ReadAsync(string argument, string path, CancellationToken token)
    {
        await using var file = Open(argument, path);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, token);
        return bytes.ToArray();
    }
}
