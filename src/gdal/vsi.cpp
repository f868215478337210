#include "gdal/vsi.hpp"

#include "gdal/zip_check.hpp"
#include <amaneku/error.hpp>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>
#include <gdal_priv.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>
#include <utility>

namespace amaneku::gdal {

namespace {

struct FileCloser {
    void operator()(VSILFILE* file) const noexcept { VSIFCloseL(file); }
};
using FileHandle = std::unique_ptr<VSILFILE, FileCloser>;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

std::string extension(const std::string& name) {
    const std::size_t dot = name.rfind('.');
    return dot == std::string::npos ? std::string{} : lower(name.substr(dot));
}

/// Whether GDAL knows the name by itself: it is not looked into.
bool is_gdal_name(const std::string& name) {
    return name.find(':') != std::string::npos || name.starts_with("/vsi");
}

/// A folder opens like a file and then reads as nothing, or as whatever lies in it.
void refuse_folder(const std::string& name) {
    VSIStatBufL status{};
    // (To stat a gzipped file GDAL would unpack it.)
    if (name.starts_with("/vsigzip/") || extension(name) == ".gdb" || VSIStatL(name.c_str(), &status) != 0 ||
        VSI_ISDIR(status.st_mode) == 0)
        return;
    throw Error{Errc::input, name, "is a folder: name the files in it, as in \"folder/*.shp\""};
}

void CPL_STDCALL quiet(CPLErr, CPLErrorNum, const char*) {}

}  // namespace

void initialise() {
    static const bool once = [] {
        CPLSetErrorHandler(quiet);
        CPLSetConfigOption("CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO");
        CPLSetConfigOption("OGR_GEOJSON_MAX_OBJ_SIZE", "0");
        // Rasters are read once, block by block: GDAL's 5 % of the machine's memory would be of no use.
        if (CPLGetConfigOption("GDAL_CACHEMAX", nullptr) == nullptr)
            GDALSetCacheMax64(std::int64_t{32} << 20);
        GDALAllRegister();
        return true;
    }();
    static_cast<void>(once);
}

std::string version() {
    return GDALVersionInfo("RELEASE_NAME");
}
std::string last_error() {
    return CPLGetLastErrorMsg();
}

std::string shown_name(const std::string& source) {
    for (const std::string_view prefix : {"/vsizip/", "/vsigzip/"}) {
        if (source.starts_with(prefix)) return source.substr(prefix.size());
    }
    return source;
}

std::string shown_text(std::string text) {
    for (const std::string_view prefix : {"/vsizip/", "/vsigzip/"}) {
        for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;)
            text.erase(at, prefix.size());
    }
    return text;
}

std::vector<std::string> zip_members(const std::string& zip) {
    refuse_folder(zip);
    const CPLStringList list{VSIReadDirRecursive(("/vsizip/" + zip).c_str())};
    if (list.Count() == 0) {
        static_cast<void>(FilePieces{zip});
        throw Error{Errc::input, zip,
                    fmt::format("is no zip that can be read: {}; download it again",
                                zip_problem(zip).value_or("it holds no file"))};
    }
    std::vector<std::string> names;
    for (int i = 0; i < list.Count(); ++i) {
        const std::string name = list[i];
        if (!name.empty() && name.back() != '/' && name.find("..") == std::string::npos)
            names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

struct FilePieces::State {
    std::string source;
    FileHandle file;
    std::uint64_t read = 0;
};

FilePieces::FilePieces(const std::string& source) : m_state{std::make_unique<State>()} {
    refuse_folder(source);
    m_state->source = source;
    errno = 0;
    m_state->file.reset(VSIFOpenL(source.c_str(), "rb"));
    if (!m_state->file) {
        throw Error{Errc::input, shown_name(source),
                    fmt::format("cannot be opened: {}",
                                errno != 0 ? std::generic_category().message(errno) : "it is not there")};
    }
}

FilePieces::~FilePieces() = default;

bool FilePieces::read(std::string& to, std::size_t size) {
    const std::string shown = shown_name(m_state->source);
    const std::size_t before = to.size();
    to.resize(before + size);
    CPLErrorReset();
    const std::size_t got = VSIFReadL(to.data() + before, 1, size, m_state->file.get());
    to.resize(before + got);
    m_state->read += got;
    if (CPLGetLastErrorType() >= CE_Failure)
        throw Error{Errc::input, shown,
                    fmt::format("is damaged: {}; download it again", shown_text(CPLGetLastErrorMsg()))};
    if (got == size) return true;
    VSIStatBufL status{};
    const bool sized = !m_state->source.starts_with("/vsigzip/") &&
                       VSIStatL(m_state->source.c_str(), &status) == 0 && status.st_size > 0;
    if (sized && static_cast<std::uint64_t>(status.st_size) != m_state->read) {
        throw Error{Errc::input, shown,
                    fmt::format("is damaged: {} of {} bytes could be unpacked; download it again",
                                m_state->read, status.st_size)};
    }
    return got > 0;
}

MemoryFile::MemoryFile(std::string_view text, const std::string& ending)
    : m_name{fmt::format("/vsimem/amaneku/{}{}", static_cast<const void*>(this), ending)} {
    // GDAL asks for bytes that may be written; a file that is only read is not.
    auto* const bytes = reinterpret_cast<GByte*>(const_cast<char*>(text.data()));
    VSIFCloseL(VSIFileFromMemBuffer(m_name.c_str(), bytes, text.size(), FALSE));
}

MemoryFile::~MemoryFile() {
    VSIUnlink(m_name.c_str());
}

std::string read_head(const std::string& source, std::size_t size) {
    FilePieces file{source};
    std::string head;
    file.read(head, size);
    return head;
}

std::string read_text(const std::string& source) {
    FilePieces file{source};
    std::string content;
    while (file.read(content)) {
    }
    return content;
}

std::vector<std::string> vector_sources(const std::string& name) {
    if (is_gdal_name(name)) return {name};
    if (const std::size_t zip = name.find(".zip/"); zip != std::string::npos) return {"/vsizip/" + name};
    refuse_folder(name);
    if (extension(name) == ".gz") return {"/vsigzip/" + name};
    if (extension(name) != ".zip") return {name};
    static const std::vector<std::string> formats{".shp", ".gpkg", ".fgb", ".geojson", ".json",
                                                  ".gml", ".xml",  ".kml", ".csv",     ".tif"};
    // By stem without folders: formats often lie in folders of their own (shp/a.shp, geojson/a.geojson).
    std::map<std::string, std::pair<std::size_t, std::vector<std::string>>> best;
    for (const std::string& member : zip_members(name)) {
        const auto rank = static_cast<std::size_t>(
            std::find(formats.begin(), formats.end(), extension(member)) - formats.begin());
        if (rank == formats.size() || member.find("KS-META") != std::string::npos) continue;
        const std::string stem = std::filesystem::path{member}.stem().string();
        auto& [best_rank, names] = best.try_emplace(stem, rank, std::vector<std::string>{}).first->second;
        if (rank < best_rank) {
            best_rank = rank;
            names.clear();
        }
        if (rank == best_rank) names.push_back(member);
    }
    std::vector<std::string> found;
    for (const auto& [stem, choice] : best) {
        for (const std::string& member : choice.second) found.push_back("/vsizip/" + name + "/" + member);
    }
    if (found.empty())
        throw Error{Errc::input, name, "holds no layer that can be read (shp, geojson, gml, gpkg, …)"};
    return found;
}

std::vector<std::string> table_sources(const std::string& name) {
    if (is_gdal_name(name)) return {name};
    if (name.find(".zip/") != std::string::npos) return {"/vsizip/" + name};
    if (extension(name) == ".gz") return {"/vsigzip/" + name};
    if (extension(name) != ".zip") return {name};
    std::vector<std::string> found;
    for (const std::string& member : zip_members(name)) {
        const std::string kind = extension(member);
        if (kind == ".txt" || kind == ".csv") found.push_back("/vsizip/" + name + "/" + member);
    }
    if (found.empty()) throw Error{Errc::input, name, "holds no table (.txt or .csv)"};
    return found;
}

std::vector<Text> read_texts(const std::string& name) {
    std::vector<Text> texts;
    for (const std::string& source : table_sources(name))
        texts.push_back({shown_name(source), read_text(source)});
    return texts;
}

std::string from_cp932(const std::string& text) {
    char* converted = CPLRecode(text.c_str(), "CP932", CPL_ENC_UTF8);
    std::string out = converted;
    CPLFree(converted);
    return out;
}

bool is_utf8(const std::string& text) noexcept {
    return CPLIsUTF8(text.data(), static_cast<int>(text.size())) != 0;
}

}  // namespace amaneku::gdal
