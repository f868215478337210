#pragma once

#include <string>

namespace amaneku {

/// A made elevation file as GSI writes them, with what tests change.
struct JpgisText {
    std::string declaration = R"(<?xml version="1.0" encoding="UTF-8"?>)";
    std::string datum = "fguuid:jgd2011.bl";
    std::string mesh = "51356700";
    std::string low_corner = "34.5 135.875";
    std::string high_corner = "34.508333333 135.8875";
    std::string low = "0 0";
    std::string high = "2 1";
    std::string tuples = "地表面,1.00\n地表面,2.50\n地表面,3.00\n地表面,4.00\n地表面,5.00\n地表面,6.00\n";
    std::string order = "+x-y";
    std::string start = "0 0";

    [[nodiscard]] std::string xml() const {
        return declaration +
               "\n<Dataset xmlns:gml=\"http://www.opengis.net/gml/3.2\" "
               "xmlns=\"http://fgd.gsi.go.jp/spec/2008/FGD_GMLSchema\" gml:id=\"Dataset1\">\n"
               "<gml:description>基盤地図情報メタデータ ID=fmdid:15-3101</gml:description>\n<DEM "
               "gml:id=\"DEM001\">\n<type>5mメッシュ（標高）</type>\n<mesh>" +
               mesh + "</mesh>\n<coverage>\n<gml:boundedBy><gml:Envelope srsName=\"" + datum +
               "\">\n<gml:lowerCorner>" + low_corner + "</gml:lowerCorner>\n<gml:upperCorner>" + high_corner +
               "</gml:upperCorner>\n</gml:Envelope></gml:boundedBy>\n<gml:gridDomain><gml:Grid "
               "dimension=\"2\"><gml:limits><gml:GridEnvelope>\n<gml:low>" +
               low + "</gml:low>\n<gml:high>" + high +
               "</gml:high>\n</gml:GridEnvelope></gml:limits><gml:axisLabels>x y</gml:axisLabels></gml:Grid>"
               "</gml:gridDomain>\n<gml:rangeSet><gml:DataBlock><gml:rangeParameters/>\n<gml:tupleList>\n" +
               tuples +
               "</gml:tupleList>\n</gml:DataBlock></gml:rangeSet>\n<gml:coverageFunction><gml:GridFunction>"
               "\n<gml:sequenceRule order=\"" +
               order + "\">Linear</gml:sequenceRule>\n<gml:startPoint>" + start +
               "</gml:startPoint>\n</gml:GridFunction></gml:coverageFunction>\n</coverage>\n</DEM>\n</"
               "Dataset>\n";
    }
};

}  // namespace amaneku
