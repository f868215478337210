#include "gdal/vsi.hpp"

#include <amaneku/error.hpp>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>
#include <gdal_priv.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
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

std::vector<std::string> members(const std::string& zip) {
    const CPLStringList list{VSIReadDirRecursive(("/vsizip/" + zip).c_str())};
    if (list.Count() == 0) throw Error{Errc::input, zip, "is no zip that can be read: download it again"};
    std::vector<std::string> names;
    for (int i = 0; i < list.Count(); ++i) {
        const std::string name = list[i];
        if (!name.empty() && name.back() != '/' && name.find("..") == std::string::npos)
            names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string read(const std::string& path, const std::string& shown) {
    const FileHandle file{VSIFOpenL(path.c_str(), "rb")};
    if (!file) throw Error{Errc::input, shown, "cannot be opened"};
    std::string content;
    constexpr std::size_t piece = std::size_t{1} << 20;
    for (;;) {
        const std::size_t before = content.size();
        content.resize(before + piece);
        CPLErrorReset();
        const std::size_t got = VSIFReadL(content.data() + before, 1, piece, file.get());
        content.resize(before + got);
        if (CPLGetLastErrorType() >= CE_Failure)
            throw Error{Errc::input, shown, fmt::format("is damaged: {}", CPLGetLastErrorMsg())};
        if (got < piece) break;
    }
    VSIStatBufL status{};
    const bool sized = path.find("/vsigzip/") == std::string::npos && VSIStatL(path.c_str(), &status) == 0;
    if (sized && static_cast<std::size_t>(status.st_size) != content.size()) {
        throw Error{Errc::input, shown,
                    fmt::format("is damaged: {} of {} bytes could be unpacked; download it again",
                                content.size(), status.st_size)};
    }
    return content;
}

void CPL_STDCALL quiet(CPLErr, CPLErrorNum, const char*) {}

}  // namespace

void initialise() {
    static const bool once = [] {
        CPLSetErrorHandler(quiet);
        CPLSetConfigOption("CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO");
        CPLSetConfigOption("OGR_GEOJSON_MAX_OBJ_SIZE", "0");
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

std::vector<std::string> vector_sources(const std::string& name) {
    if (name.find(':') != std::string::npos || name.starts_with("/vsi")) return {name};
    if (const std::size_t zip = name.find(".zip/"); zip != std::string::npos) return {"/vsizip/" + name};
    if (extension(name) == ".gz") return {"/vsigzip/" + name};
    if (extension(name) != ".zip") return {name};
    static const std::vector<std::string> formats{".shp", ".gpkg", ".fgb", ".geojson", ".json",
                                                  ".gml", ".xml",  ".kml", ".csv",     ".tif"};
    // By stem without folders: formats often lie in folders of their own (shp/a.shp, geojson/a.geojson).
    std::map<std::string, std::pair<std::size_t, std::vector<std::string>>> best;
    for (const std::string& member : members(name)) {
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

std::vector<Text> read_texts(const std::string& name) {
    if (extension(name) == ".zip") {
        std::vector<Text> texts;
        for (const std::string& member : members(name)) {
            const std::string kind = extension(member);
            if (kind != ".txt" && kind != ".csv") continue;
            texts.push_back(
                {name + "/" + member, read("/vsizip/" + name + "/" + member, name + "/" + member)});
        }
        if (texts.empty()) throw Error{Errc::input, name, "holds no table (.txt or .csv)"};
        return texts;
    }
    if (name.find(".zip/") != std::string::npos) return {{name, read("/vsizip/" + name, name)}};
    if (extension(name) == ".gz") return {{name, read("/vsigzip/" + name, name)}};
    return {{name, read(name, name)}};
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
